#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pinion::config {

/// The candidate that was probably meant: fewest letters inserted, removed, changed or swapped, at
/// most a third of the word. Nothing if none is that close.
[[nodiscard]] std::optional<std::string> closest(std::string_view word,
                                                 const std::vector<std::string>& candidates);

} // namespace pinion::config
