#pragma once

#include <quickfix/DataDictionary.h>

#include <string>

namespace pinion {
namespace fix {

/// QuickFIX 1.15 lets integers overflow without a word: 34=4294967298 is 2 to it. This makes such a
/// value unreadable in `frame`, so that it is rejected for its format. False if a tag is that
/// large: the frame is garbled.
bool guard_numbers(std::string& frame, const FIX::DataDictionary& dictionary);

} // namespace fix
} // namespace pinion
