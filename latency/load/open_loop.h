#pragma once

#include <cstdint>
#include <string>

/// Open-loop load: requests leave at times fixed beforehand, and every latency counts from the
/// intended time. A venue that stalls is charged with all requests that should have been sent
/// meanwhile (no coordinated omission).
namespace pinion::latency {

/// When request `index` is to be sent: evenly at `rate` a second from `start_ns` on.
class Schedule {
  public:
    Schedule(std::int64_t start_ns, double rate, std::uint64_t first_index, std::uint64_t count)
        : start_ns_(start_ns), interval_ns_(1e9 / rate), first_index_(first_index), count_(count) {}

    [[nodiscard]] std::int64_t intended_ns(std::uint64_t index) const {
        return start_ns_ +
               static_cast<std::int64_t>(interval_ns_ * static_cast<double>(index - first_index_));
    }

    [[nodiscard]] std::int64_t start_ns() const { return start_ns_; }

    [[nodiscard]] std::uint64_t first_index() const { return first_index_; }

    [[nodiscard]] std::uint64_t end_index() const { return first_index_ + count_; }

  private:
    std::int64_t start_ns_;
    double interval_ns_;
    std::uint64_t first_index_;
    std::uint64_t count_;
};

/// Who sends requests and records what comes back.
/// Errors: methods throw when the other side is gone or answers wrongly.
class Exchange {
  public:
    virtual ~Exchange() = default;

    [[nodiscard]] virtual std::int64_t now_ns() const = 0;

    /// Sends request `index` at once; its latency will count from `intended_ns`.
    virtual void send(std::uint64_t index, std::int64_t intended_ns) = 0;

    /// Takes in what has arrived. Never blocks.
    virtual void poll() = 0;

    /// Whether every request sent has had all its answers.
    [[nodiscard]] virtual bool is_settled() const = 0;

    /// What has not come yet, in words.
    [[nodiscard]] virtual std::string missing() const = 0;
};

/// A host that is short of processors may stall a venue for seconds.
inline constexpr std::int64_t settle_timeout_ns = 30'000'000'000;

/// Sends the whole schedule and waits for the last answers; returns the time this took, in
/// nanoseconds. Throws std::runtime_error when answers are missing settle_timeout_ns after the last
/// request was sent, and what the exchange throws.
std::int64_t run_open_loop(Exchange& exchange, const Schedule& schedule);

} // namespace pinion::latency
