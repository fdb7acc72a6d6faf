#pragma once

#include <boost/interprocess/anonymous_shared_memory.hpp>
#include <boost/interprocess/mapped_region.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace pinion::latency {

/// Shared memory with an empty ring of its own in it.
template <class Ring>
class SharedRing {
  public:
    explicit SharedRing(std::uint64_t slot_count)
        : region_(boost::interprocess::anonymous_shared_memory(Ring::bytes(slot_count))) {
        Ring::format(memory(), slot_count);
    }

    [[nodiscard]] std::span<std::byte> memory() const {
        return {static_cast<std::byte*>(region_.get_address()), region_.get_size()};
    }

  private:
    boost::interprocess::mapped_region region_;
};

} // namespace pinion::latency
