#pragma once

#include <cstdint>
#include <string>

namespace pinion::feed {

/// 1234567 as "1,234,567".
[[nodiscard]] inline std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t end = text.size(); end > 3; end -= 3) text.insert(end - 3, 1, ',');
    return text;
}

/// `text` with blanks before it, to fill `width` columns.
[[nodiscard]] inline std::string right(const std::string& text, std::size_t width) {
    return text.size() < width ? std::string(width - text.size(), ' ') + text : text;
}

/// `text` with blanks behind it, to fill `width` columns.
[[nodiscard]] inline std::string left(const std::string& text, std::size_t width) {
    return text.size() < width ? text + std::string(width - text.size(), ' ') : text;
}

} // namespace pinion::feed
