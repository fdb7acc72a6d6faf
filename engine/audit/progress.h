#pragma once

#include <chrono>
#include <cstdint>
#include <ostream>

namespace pinion::engine {

/// How fast commands are dealt with; in long work also as a line for a person who waits, which is
/// written again and again and wiped out in the end.
/// Thread safety: none.
class Progress {
  public:
    using Clock = std::chrono::steady_clock;

    /// `is_shown`: `out` is a terminal. It outlives this.
    Progress(std::ostream& out, bool is_shown, Clock::time_point now = Clock::now())
        : out_(out), is_shown_(is_shown), start_(now), next_(now + interval) {}

    ~Progress() { wipe(); }

    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// One more command is done.
    void count(std::uint64_t sequence) {
        ++commands_;
        if (is_shown_ && commands_ % commands_between_looks == 0) show(sequence, Clock::now());
    }

    /// Shows where the work stands, if it is time to.
    void show(std::uint64_t sequence, Clock::time_point now);

    void wipe();

    [[nodiscard]] std::uint64_t commands() const { return commands_; }

    [[nodiscard]] double seconds(Clock::time_point now = Clock::now()) const {
        return std::chrono::duration<double>(now - start_).count();
    }

  private:
    static constexpr std::chrono::milliseconds interval{500};
    static constexpr std::uint64_t commands_between_looks = 1024;

    std::ostream& out_;
    bool is_shown_;
    bool is_written_ = false;
    Clock::time_point start_;
    Clock::time_point next_;
    std::uint64_t commands_ = 0;
};

} // namespace pinion::engine
