// Any body: the parser agrees with a slow twin that looks at one byte after the other.
#include "fix-gateway/codec/fields.h"
#include "tests/fuzz/fuzz_target.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <vector>

namespace pinion::fuzz {

namespace {

using fix::SessionReject;
using fix::SessionRejectReason;
using fix::Tag;

/// 1 to 6 digits as a number; nothing for anything else.
std::optional<std::uint32_t> digits(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.empty() || text.size() > 6 || !std::all_of(text.begin(), text.end(), is_digit))
        return std::nullopt;
    std::uint32_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

struct Twin {
    std::vector<std::pair<Tag, std::string_view>> fields;
    std::optional<SessionReject> fault;

    void parse(std::string_view body) {
        while (!body.empty() && !fault) body = parse_field(body);
    }

    /// Returns what is behind the field.
    std::string_view parse_field(std::string_view rest) {
        const std::string_view field = rest.substr(0, rest.find(fix::soh));
        const std::size_t equals = field.find('=');
        const auto tag = equals == std::string_view::npos || field[0] == '0'
                             ? std::nullopt
                             : digits(field.substr(0, equals));
        if (!tag) return fail({SessionRejectReason::invalid_tag_number, 0});
        std::string_view value = field.substr(equals + 1);
        if (value.empty()) return fail({SessionRejectReason::tag_without_value, *tag});
        if (*tag == fix::tag::raw_data) {
            const bool has_length =
                !fields.empty() && fields.back().first == fix::tag::raw_data_length;
            const std::size_t length = has_length ? digits(fields.back().second).value_or(0) : 0;
            const std::string_view there = rest.substr(equals + 1);
            if (length == 0 || there.size() <= length || there[length] != fix::soh)
                return fail(
                    {SessionRejectReason::incorrect_data_format, fix::tag::raw_data_length});
            value = there.substr(0, length);
        }
        if (fields.size() == fix::Fields::fields_max) return fail({SessionRejectReason::other, 0});
        fields.emplace_back(*tag, value);
        return rest.substr(equals + 1 + value.size() + 1);
    }

    std::string_view fail(SessionReject reject) {
        fault = reject;
        return {};
    }

    [[nodiscard]] std::string_view find(Tag tag) const {
        for (const auto& [known, value] : fields)
            if (known == tag) return value;
        return {};
    }

    [[nodiscard]] Tag repeated_tag() const {
        for (auto at = fields.begin(); at != fields.end(); ++at)
            if (std::any_of(fields.begin(), at, [&](auto& f) { return f.first == at->first; }))
                return at->first;
        return 0;
    }
};

void require_equal(const fix::Fields& fields, const Twin& twin) {
    require(fields.size() == twin.fields.size(), "the fields before a fault are kept");
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto& [tag, value] = twin.fields[i];
        require(fields[i].tag == tag && fields[i].value == value, "a field is what stands there");
        require(fields.find(tag) == twin.find(tag), "the first value of a tag is found");
        require(fields.find(tag + 1024) == twin.find(tag + 1024), "a tag that is not there is not");
    }
    require(fields.repeated_tag() == twin.repeated_tag(), "the first repeated tag is told");
}

} // namespace

} // namespace pinion::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinion::fuzz;
    const std::string head = "8=FIX.4.4\x01"
                             "9=5\x01"; // the parser starts behind it
    const std::string bytes = head + fix_text(data, size) + pinion::fix::soh;
    const pinion::fix::Frame frame{bytes, 9, head.size(), bytes.size()};
    static pinion::fix::Fields fields; // one for all messages, as in the gateway
    const auto fault = fields.parse(frame);
    Twin twin;
    twin.parse(frame.body());
    require(fault == twin.fault, "the fault is the first one");
    require_equal(fields, twin);
    return 0;
}
