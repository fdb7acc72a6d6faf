#include "fix-gateway/session/number_guard.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>

namespace pinion {
namespace fix {

namespace {

constexpr char soh = '\x01';
constexpr std::size_t safe_digits = 9; ///< any number of so many fits an int

bool is_integer(int tag, const FIX::DataDictionary& dictionary) {
    FIX::TYPE::Type type = FIX::TYPE::Unknown;
    dictionary.getFieldType(tag, type);
    return type == FIX::TYPE::Int || type == FIX::TYPE::SeqNum || type == FIX::TYPE::Length ||
           type == FIX::TYPE::NumInGroup || type == FIX::TYPE::DayOfMonth;
}

} // namespace

bool guard_numbers(std::string& frame, const FIX::DataDictionary& dictionary) {
    for (std::size_t begin = 0; begin < frame.size();) {
        const std::size_t equals = frame.find('=', begin);
        const std::size_t end = std::min(frame.find(soh, begin), frame.size());
        if (equals >= end || equals - begin > safe_digits) return false;
        const bool is_long = end - equals - 1 > safe_digits;
        if (is_long && is_integer(std::atoi(frame.c_str() + begin), dictionary))
            frame[equals + 1] = '?';
        begin = end + 1;
    }
    return true;
}

} // namespace fix
} // namespace pinion
