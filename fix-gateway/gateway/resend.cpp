#include "fix-gateway/gateway/resend.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace pinion::fix {

namespace {

constexpr std::size_t fields_of_plain_request = 7; // 35 49 56 34 52 7 16

std::optional<std::uint32_t> number(std::string_view text) {
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc() || end != text.data() + text.size())
        return std::nullopt;
    return value;
}

} // namespace

std::optional<SequenceRange> resend_range(const Fields& fields, std::uint32_t next_sender) {
    if (fields.size() != fields_of_plain_request || fields.find(tag::msg_type) != "2")
        return std::nullopt;
    const auto begin = number(fields.find(tag::begin_seq_no));
    const auto end = number(fields.find(tag::end_seq_no));
    if (!begin || !end || *begin == 0) return std::nullopt;
    const std::uint32_t last = next_sender - 1;
    return SequenceRange{*begin, *end == 0 ? last : std::min(*end, last)};
}

SequenceRange Resend::take_slice(std::uint32_t end) {
    const SequenceRange slice{left_.begin, std::min(left_.end, end - 1)};
    left_.begin = slice.end + 1;
    return slice;
}

} // namespace pinion::fix
