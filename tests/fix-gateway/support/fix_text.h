#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// FIX as tests write and read it: `|` for SOH.
namespace pinion::test {

/// A whole frame around "35=0|49=CLIENT|...|": adds 8, 9 and 10.
[[nodiscard]] std::string fix_frame(std::string_view body,
                                    std::string_view begin_string = "FIX.4.4");

/// Now as in FIX 52.
[[nodiscard]] std::string fix_time_now(int offset_s = 0);

/// The value of the first field `tag`; "" if there is none.
[[nodiscard]] std::string fix_field(std::string_view frame, int tag);

/// Cuts a stream of whole frames.
[[nodiscard]] std::vector<std::string> fix_frames(std::string_view stream);

} // namespace pinion::test
