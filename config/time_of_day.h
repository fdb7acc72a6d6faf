#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pinion::config {

/// Reads "HH:MM" or "HH:MM:SS" as nanoseconds after midnight. Nothing for any other text.
[[nodiscard]] std::optional<std::int64_t> parse_time_of_day(std::string_view text);

/// The time as people write it: "HH:MM:SS", without the seconds if they are none.
[[nodiscard]] std::string time_of_day_text(std::int64_t offset_ns);

} // namespace pinion::config
