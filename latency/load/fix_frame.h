#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

/// Just enough of FIX to read a venue's answers, and no less: every frame's length and check sum
/// are verified.
namespace pinion::latency {

inline constexpr char fix_separator = '\x01';
inline constexpr std::size_t frame_bytes_max = 8192;

[[nodiscard]] unsigned fix_check_sum(std::string_view bytes);

enum class FrameState { partial, complete, garbled };

struct Frame {
    FrameState state;
    std::string_view bytes; ///< complete: the whole frame, "8=" to the last separator
};

/// Looks for one FIX 4.4 frame at the begin of `input`.
[[nodiscard]] Frame read_frame(std::string_view input);

struct Field {
    int tag;
    std::string_view value;
};

/// Takes the next "tag=value" off `rest`; nothing at the end or at something that is no field.
[[nodiscard]] std::optional<Field> take_field(std::string_view& rest);

/// The first field of that tag, or empty.
[[nodiscard]] std::string_view find_field(std::string_view frame, int tag);

/// A field's value as a number; nothing if it is anything but digits.
[[nodiscard]] std::optional<std::uint64_t> to_number(std::string_view value);

} // namespace pinion::latency
