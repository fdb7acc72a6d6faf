#pragma once

#include <cstdint>

namespace pinion::engine {

/// Tells when somebody moved the host's clock forward. UTC alone cannot: a long silence looks the
/// same. So it is compared with the monotonic clock, which nobody can set.
class ClockWatch {
  public:
    static constexpr std::int64_t jump_ns = 1'000'000'000;

    ClockWatch(std::int64_t utc_ns, std::int64_t monotonic_ns)
        : offset_ns_(utc_ns - monotonic_ns) {}

    /// Whether UTC ran ahead by more than `jump_ns` since the last call.
    [[nodiscard]] bool saw_jump(std::int64_t utc_ns, std::int64_t monotonic_ns) {
        const std::int64_t before_ns = offset_ns_;
        offset_ns_ = utc_ns - monotonic_ns;
        return offset_ns_ - before_ns > jump_ns;
    }

  private:
    std::int64_t offset_ns_;
};

} // namespace pinion::engine
