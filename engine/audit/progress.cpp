#include "engine/audit/progress.h"

#include <iomanip>
#include <string_view>

namespace pinion::engine {

namespace {

constexpr std::string_view to_empty_line = "\r\x1b[K";

} // namespace

void Progress::show(std::uint64_t sequence, Clock::time_point now) {
    if (now < next_) return;
    next_ = now + interval;
    is_written_ = true;
    out_ << to_empty_line << "command " << sequence << ", " << std::fixed << std::setprecision(0)
         << static_cast<double>(commands_) / seconds(now) / 1000 << " thousand/s" << std::flush;
}

void Progress::wipe() {
    if (is_written_) out_ << to_empty_line << std::flush;
    is_written_ = false;
}

} // namespace pinion::engine
