#include "config/time_of_day.h"

#include <cstddef>

namespace pinion::config {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

/// The two digits at `place`, or nothing if they are none below `bound`.
std::optional<int> two_digits(std::string_view text, std::size_t place, int bound) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (place + 2 > text.size() || !is_digit(text[place]) || !is_digit(text[place + 1]))
        return std::nullopt;
    const int value = (text[place] - '0') * 10 + (text[place + 1] - '0');
    return value < bound ? std::optional(value) : std::nullopt;
}

std::string padded(std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); }

} // namespace

std::optional<std::int64_t> parse_time_of_day(std::string_view text) {
    constexpr std::size_t minutes_size = 5; // "HH:MM"
    constexpr std::size_t seconds_size = 8; // "HH:MM:SS"
    const bool has_seconds = text.size() == seconds_size;
    if (!has_seconds && text.size() != minutes_size) return std::nullopt;
    const auto hours = two_digits(text, 0, 24);
    const auto minutes = two_digits(text, 3, 60);
    const auto seconds = has_seconds ? two_digits(text, 6, 60) : std::optional(0);
    if (!hours || !minutes || !seconds || text[2] != ':' || (has_seconds && text[5] != ':'))
        return std::nullopt;
    return ((*hours * 60 + *minutes) * 60 + *seconds) * second_ns;
}

std::string time_of_day_text(std::int64_t offset_ns) {
    const std::int64_t seconds = offset_ns / second_ns;
    const std::string text = padded(seconds / 3600) + ":" + padded(seconds / 60 % 60);
    return seconds % 60 == 0 ? text : text + ":" + padded(seconds % 60);
}

} // namespace pinion::config
