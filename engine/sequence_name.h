#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pinion::engine {

/// Name of a file that is called by a sequence: "00000000000000001234" and the suffix, so that
/// names sort as sequences do.
[[nodiscard]] std::string sequence_name(std::uint64_t sequence, std::string_view suffix);

/// The sequence in such a name; nothing if it is none.
[[nodiscard]] std::optional<std::uint64_t> sequence_in(std::string_view name,
                                                       std::string_view suffix);

} // namespace pinion::engine
