#pragma once

#include "shm/cache_line.h"

#include <boost/interprocess/anonymous_shared_memory.hpp>
#include <boost/interprocess/mapped_region.hpp>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace pinion::latency {

struct alignas(shm::cache_line_bytes) CountLine {
    std::atomic<std::uint64_t> count{0};
};

/// Shared memory with a line for each player of a relay.
class SharedLines {
  public:
    explicit SharedLines(std::size_t count)
        : region_(boost::interprocess::anonymous_shared_memory(count * sizeof(CountLine))),
          lines_(static_cast<CountLine*>(region_.get_address()), count) {
        std::uninitialized_default_construct(lines_.begin(), lines_.end());
    }

    /// The line of the player who plays `turns` turns after `self`.
    [[nodiscard]] std::atomic<std::uint64_t>& after(std::size_t self, std::size_t turns) const {
        return lines_[(self + turns) % lines_.size()].count;
    }

    [[nodiscard]] std::size_t size() const { return lines_.size(); }

  private:
    boost::interprocess::mapped_region region_;
    std::span<CountLine> lines_;
};

/// Plays a relay with bare lines in place of rings: counts in its own line, which everybody else
/// polls. No message, no slots: what is left is what the caches need to tell all of them.
class LinePlayer {
  public:
    LinePlayer(const SharedLines& lines, std::size_t self)
        : own_(lines.after(self, 0)), sent_(own_.load()), received_(lines.size() - 1, sent_) {
        for (std::size_t turns = 1; turns < lines.size(); ++turns)
            others_.push_back(&lines.after(self, turns));
    }

    void send() { own_.store(++sent_, std::memory_order_release); }

    void receive(std::size_t other) {
        const std::uint64_t expected = ++received_[other];
        while (others_[other]->load(std::memory_order_acquire) != expected) {
        }
    }

  private:
    std::atomic<std::uint64_t>& own_;
    std::uint64_t sent_;
    std::vector<std::uint64_t> received_; ///< of each of the others
    std::vector<const std::atomic<std::uint64_t>*> others_;
};

} // namespace pinion::latency
