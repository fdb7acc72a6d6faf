#include "latency/load/fix_frame.h"

#include <charconv>

namespace pinion::latency {

namespace {

constexpr std::string_view begin_string = "8=FIX.4.4\x01";
constexpr std::string_view body_length_tag = "9=";
constexpr std::size_t body_length_digits_max = 4;
constexpr std::size_t trailer_bytes = 7; // 10=000 and a separator

constexpr Frame partial{FrameState::partial, {}};
constexpr Frame garbled{FrameState::garbled, {}};

bool has_valid_trailer(std::string_view frame) {
    const std::string_view trailer = frame.substr(frame.size() - trailer_bytes);
    if (!trailer.starts_with("10=") || trailer.back() != fix_separator) return false;
    return to_number(trailer.substr(3, 3)) ==
           fix_check_sum(frame.substr(0, frame.size() - trailer_bytes));
}

} // namespace

unsigned fix_check_sum(std::string_view bytes) {
    unsigned sum = 0;
    for (const char byte : bytes) sum += static_cast<unsigned char>(byte);
    return sum % 256;
}

Frame read_frame(std::string_view input) {
    constexpr std::size_t digits_begin = begin_string.size() + body_length_tag.size();
    if (input.size() < digits_begin) return partial;
    if (!input.starts_with(begin_string) ||
        !input.substr(begin_string.size()).starts_with(body_length_tag))
        return garbled;
    const std::size_t digits_end = input.substr(0, digits_begin + body_length_digits_max + 1)
                                       .find(fix_separator, digits_begin);
    if (digits_end == std::string_view::npos)
        return input.size() > digits_begin + body_length_digits_max ? garbled : partial;
    const auto body_bytes = to_number(input.substr(digits_begin, digits_end - digits_begin));
    if (!body_bytes) return garbled;
    const std::size_t frame_bytes = digits_end + 1 + *body_bytes + trailer_bytes;
    if (frame_bytes > frame_bytes_max) return garbled;
    if (input.size() < frame_bytes) return partial;
    const std::string_view frame = input.substr(0, frame_bytes);
    return has_valid_trailer(frame) ? Frame{FrameState::complete, frame} : garbled;
}

std::optional<Field> take_field(std::string_view& rest) {
    Field field{};
    const auto tag = std::from_chars(rest.data(), rest.data() + rest.size(), field.tag);
    const auto value_begin = static_cast<std::size_t>(tag.ptr - rest.data()) + 1;
    const std::size_t end = rest.find(fix_separator);
    if (tag.ec != std::errc() || end == std::string_view::npos || value_begin > end ||
        *tag.ptr != '=')
        return std::nullopt;
    field.value = rest.substr(value_begin, end - value_begin);
    rest.remove_prefix(end + 1);
    return field;
}

std::string_view find_field(std::string_view frame, int tag) {
    while (const auto field = take_field(frame))
        if (field->tag == tag) return field->value;
    return {};
}

std::optional<std::uint64_t> to_number(std::string_view value) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size()) return std::nullopt;
    return number;
}

} // namespace pinion::latency
