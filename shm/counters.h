#pragma once

#include "shm/cache_line.h"
#include "shm/segment.h"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Named counters in shared memory: everything countable can be read from outside, by name, at no
/// cost to who counts.
///
///   payload:  | count, 1 line | entry 0 | entry 1 | ...
///   entry:    | name, 1 line  | value, 1 line         |
namespace pinion::shm {

/// One number with one writing thread. Monotonic counters end in `_total`, gauges do not
/// (Prometheus' conventions).
class Counter {
  public:
    Counter() = default; ///< counts into nowhere until assigned

    explicit Counter(std::atomic<std::uint64_t>& value) : value_(&value) {}

    void add(std::uint64_t amount = 1) {
        value_->store(value_->load(std::memory_order_relaxed) + amount, std::memory_order_relaxed);
    }

    void set(std::uint64_t value) { value_->store(value, std::memory_order_relaxed); }

    [[nodiscard]] std::uint64_t value() const { return value_->load(std::memory_order_relaxed); }

  private:
    static inline std::atomic<std::uint64_t> nowhere_{0};
    std::atomic<std::uint64_t>* value_ = &nowhere_;
};

inline constexpr std::size_t counters_max = 1024;
inline constexpr std::size_t counter_name_max = 63;
inline constexpr std::size_t counters_payload_bytes = (1 + 2 * counters_max) * cache_line_bytes;

/// The counters of one process. Owner's side.
class Counters {
  public:
    /// Creates the segment `pinion.INSTANCE.counters.PROCESS`. Throws SegmentError.
    Counters(const std::string& instance, const std::string& process, const std::string& group,
             ::mode_t mode);
    ~Counters(); ///< unlinks the segment

    Counters(const Counters&) = delete;
    Counters& operator=(const Counters&) = delete;

    /// The counter of that name, made if new. Names are [a-z0-9_.] and may carry labels after a
    /// brace: `rejects_total{reason="unknown_symbol"}`. Throws std::length_error past counters_max
    /// or counter_name_max, std::invalid_argument on another name. One thread at a time.
    [[nodiscard]] Counter counter(std::string_view name);

    void beat(std::int64_t now_ns) { segment_.beat(now_ns); }

  private:
    Segment segment_;
};

struct CounterValue {
    std::string name;
    std::uint64_t value;
};

/// The counters of another process, read-only.
class CountersReader {
  public:
    /// Throws SegmentError.
    CountersReader(const std::string& instance, const std::string& process);

    [[nodiscard]] std::vector<CounterValue> read() const;
    [[nodiscard]] bool is_alive() const; ///< whether the owner lives

    /// When the owner last said that it works, UTC.
    [[nodiscard]] std::int64_t heartbeat_ns() const;

  private:
    Segment segment_;
};

} // namespace pinion::shm
