#include "engine/sequence_name.h"

#include <charconv>
#include <cstddef>
#include <system_error>

namespace pinion::engine {

namespace {

constexpr std::size_t digits = 20;

} // namespace

std::string sequence_name(std::uint64_t sequence, std::string_view suffix) {
    const auto number = std::to_string(sequence);
    return std::string(digits - number.size(), '0').append(number).append(suffix);
}

std::optional<std::uint64_t> sequence_in(std::string_view name, std::string_view suffix) {
    if (name.size() != digits + suffix.size() || !name.ends_with(suffix)) return std::nullopt;
    std::uint64_t sequence = 0;
    const auto* end = name.data() + digits;
    const auto [last, error] = std::from_chars(name.data(), end, sequence);
    if (error != std::errc{} || last != end) return std::nullopt;
    return sequence;
}

} // namespace pinion::engine
