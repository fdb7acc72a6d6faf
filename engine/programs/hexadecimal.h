#pragma once

#include <cstdint>
#include <cstdio>
#include <string>

namespace pinion::engine {

/// A hash as the programs of this folder print it: 16 digits.
[[nodiscard]] inline std::string hexadecimal(std::uint64_t number) {
    char text[20];
    std::snprintf(text, sizeof(text), "%016llx", static_cast<unsigned long long>(number));
    return text;
}

} // namespace pinion::engine
