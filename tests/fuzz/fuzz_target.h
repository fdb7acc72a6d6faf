#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

/// What every fuzz target shares: the entry that libFuzzer calls, and how a broken promise is told.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace pinion::fuzz {

/// Ends the program, and with it the input that broke the promise, if it does not hold.
inline void require(bool holds, const char* promise) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s\n", promise);
    std::abort();
}

/// Corpora of FIX are text: '|' stands for the SOH between fields.
inline std::string fix_text(const std::uint8_t* data, std::size_t size) {
    std::string text(reinterpret_cast<const char*>(data), size);
    for (char& c : text)
        if (c == '|') c = '\x01';
    return text;
}

} // namespace pinion::fuzz
