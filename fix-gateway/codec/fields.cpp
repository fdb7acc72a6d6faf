#include "fix-gateway/codec/fields.h"

#include "fix-gateway/codec/soh_scan.h"

#include <algorithm>

namespace pinion::fix {

namespace {

constexpr std::size_t tag_digits_max = 6;
constexpr std::size_t length_digits_max = 6;

/// What stands in front of '='.
struct TagText {
    Tag tag; ///< 0: no tag
    std::size_t digits;
};

/// Reads "tag=" where a SOH follows sooner or later.
TagText parse_tag(const char* text) {
    Tag tag = 0;
    std::size_t digits = 0;
    while (digits <= tag_digits_max && text[digits] >= '0' && text[digits] <= '9')
        tag = tag * 10 + static_cast<Tag>(text[digits++] - '0');
    const bool is_sound = digits <= tag_digits_max && text[0] != '0' && text[digits] == '=';
    return {is_sound ? tag : 0, digits};
}

/// RawDataLength; 0 if it is no length.
std::size_t parse_length(std::string_view digits) {
    if (digits.size() > length_digits_max) return 0;
    std::size_t length = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return 0;
        length = length * 10 + static_cast<std::size_t>(c - '0');
    }
    return length;
}

SessionReject reject(SessionRejectReason reason, Tag tag = 0) { return {reason, tag}; }

} // namespace

inline void Fields::add(Tag tag, std::string_view value) {
    std::uint8_t& cell = cell_of_tag_[tag % cells];
    if (cell < count_ && fields_[cell].tag % cells == tag % cells)
        share_cell(fields_[cell].tag, tag);
    else
        cell = static_cast<std::uint8_t>(count_);
    fields_[count_++] = {tag, value};
}

void Fields::share_cell(Tag first, Tag tag) {
    if (first != tag) collided_ = true;
    if (repeated_tag_ == 0 && !find(tag).empty()) repeated_tag_ = tag;
}

std::optional<SessionReject> Fields::parse(const Frame& frame) {
    count_ = 0;
    repeated_tag_ = 0;
    collided_ = false;
    const std::string_view body = frame.body();
    SohScan separators(body);
    std::size_t end = 0;
    for (std::size_t begin = 0; begin < body.size(); begin = end + 1) {
        // A body ends with a SOH (the framer's promise), so each field has one.
        end = separators.next();
        if (end == body.size()) return reject(SessionRejectReason::other);
        const auto [tag, digits] = parse_tag(body.data() + begin);
        if (tag == 0) return reject(SessionRejectReason::invalid_tag_number);
        const std::size_t value = begin + digits + 1;
        if (value == end) return reject(SessionRejectReason::tag_without_value, tag);
        if (tag == tag::raw_data) {
            const std::size_t length = raw_data_length();
            if (length == 0 || body.size() - value <= length || body[value + length] != soh)
                return reject(SessionRejectReason::incorrect_data_format, tag::raw_data_length);
            while (end < value + length) end = separators.next(); // SOHs may be data
        }
        if (count_ == fields_max) return reject(SessionRejectReason::other);
        add(tag, body.substr(value, end - value));
    }
    return std::nullopt;
}

std::size_t Fields::raw_data_length() const {
    const bool is_there = count_ > 0 && fields_[count_ - 1].tag == tag::raw_data_length;
    return is_there ? parse_length(fields_[count_ - 1].value) : 0;
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
