#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <stdexcept>

namespace pinion::latency {

/// Requests that wait for an answer, by index. Fixed memory: room for `capacity` consecutive
/// indices; a side that falls further behind than that is not measured but given up.
/// Thread safety: none.
class InFlight {
  public:
    static constexpr std::size_t capacity = std::size_t{1} << 17;

    /// Throws std::runtime_error when the request `capacity` before this one is still unanswered.
    void add(std::uint64_t index, std::int64_t intended_ns) {
        std::int64_t& place = (*intended_ns_)[index % capacity];
        if (place != 0) throw std::runtime_error("the venue is 131072 requests behind");
        place = intended_ns;
        ++count_;
    }

    /// The request's intended time, or 0 if it waits for nothing.
    [[nodiscard]] std::int64_t take(std::uint64_t index) {
        std::int64_t& place = (*intended_ns_)[index % capacity];
        const std::int64_t intended_ns = place;
        place = 0;
        if (intended_ns != 0) --count_;
        return intended_ns;
    }

    [[nodiscard]] std::size_t count() const { return count_; }

  private:
    std::unique_ptr<std::array<std::int64_t, capacity>> intended_ns_ =
        std::make_unique<std::array<std::int64_t, capacity>>();
    std::size_t count_ = 0;
};

} // namespace pinion::latency
