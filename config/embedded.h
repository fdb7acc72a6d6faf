#pragma once

#include <string_view>

/// Files of config/ that are compiled into the programs, so that they run from anywhere.
namespace pinion::config {

[[nodiscard]] std::string_view embedded_venue_toml();

/// The FIX 4.4 dictionary in QuickFIX's format.
[[nodiscard]] std::string_view embedded_fix44_xml();

} // namespace pinion::config
