#include "fix-gateway/codec/fields.h"

#include <algorithm>

namespace pinion::fix {

namespace {

constexpr std::size_t tag_digits_max = 6;
constexpr std::size_t length_digits_max = 6;

/// Tag in front of '=', 0 if it is none.
Tag parse_tag(std::string_view digits) {
    if (digits.empty() || digits.size() > tag_digits_max || digits[0] == '0') return 0;
    Tag tag = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return 0;
        tag = tag * 10 + static_cast<Tag>(c - '0');
    }
    return tag;
}

/// RawDataLength; nothing if it is no length.
std::optional<std::size_t> parse_length(std::string_view digits) {
    if (digits.empty() || digits.size() > length_digits_max) return std::nullopt;
    std::size_t length = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        length = length * 10 + static_cast<std::size_t>(c - '0');
    }
    return length;
}

SessionReject reject(SessionRejectReason reason, Tag tag = 0) { return {reason, tag}; }

} // namespace

std::optional<SessionReject> Fields::parse(const Frame& frame) {
    count_ = 0;
    repeated_tag_ = 0;
    collided_ = false;
    for (std::string_view rest = frame.body(); !rest.empty();) {
        // A body ends with a SOH (the framer's promise), so each field has one.
        const std::size_t equals = rest.find('=');
        std::size_t end = rest.find(soh);
        if (end == std::string_view::npos) return reject(SessionRejectReason::other);
        if (equals == std::string_view::npos || equals > end)
            return reject(SessionRejectReason::invalid_tag_number);
        const Tag tag = parse_tag(rest.substr(0, equals));
        if (tag == 0) return reject(SessionRejectReason::invalid_tag_number);
        if (end == equals + 1) return reject(SessionRejectReason::tag_without_value, tag);
        if (tag == tag::raw_data) {
            const bool has_length = count_ > 0 && fields_[count_ - 1].tag == tag::raw_data_length;
            const auto length = has_length ? parse_length(fields_[count_ - 1].value) : std::nullopt;
            if (!length || *length == 0 || rest.size() - equals - 1 <= *length ||
                rest[equals + 1 + *length] != soh)
                return reject(SessionRejectReason::incorrect_data_format, tag::raw_data_length);
            end = equals + 1 + *length;
        }
        if (count_ == fields_max) return reject(SessionRejectReason::other);
        add(tag, rest.substr(equals + 1, end - equals - 1));
        rest.remove_prefix(end + 1);
    }
    return std::nullopt;
}

void Fields::add(Tag tag, std::string_view value) {
    std::uint8_t& cell = cell_of_tag_[tag % cells];
    const bool is_taken = cell < count_ && fields_[cell].tag % cells == tag % cells;
    if (!is_taken)
        cell = static_cast<std::uint8_t>(count_);
    else if (fields_[cell].tag != tag)
        collided_ = true;
    const bool is_repeated =
        (is_taken && fields_[cell].tag == tag) || (collided_ && !find(tag).empty());
    if (is_repeated && repeated_tag_ == 0) repeated_tag_ = tag;
    fields_[count_++] = {tag, value};
}

std::string_view Fields::find(Tag tag) const {
    const std::size_t index = cell_of_tag_[tag % cells];
    if (index < count_ && fields_[index].tag == tag) return fields_[index].value;
    if (!collided_) return {};
    const Field* found =
        std::find_if(begin(), end(), [tag](const Field& field) { return field.tag == tag; });
    return found == end() ? std::string_view{} : found->value;
}

} // namespace pinion::fix
