#pragma once

#include "fix-gateway/codec/decimal.h"
#include "fix-gateway/codec/tags.h"
#include "fix-gateway/codec/utc_timestamp.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace pinion::fix {

/// What the session gives to each message that it sends.
struct MessageHeader {
    std::string_view sender_comp_id;
    std::string_view target_comp_id;
    std::uint32_t msg_seq_num;
    std::int64_t sending_time_ns;                              ///< UTC
    FractionDigits time_digits = FractionDigits::milliseconds; ///< of 52 and 60
    bool is_possible_resend = false;                           ///< 97=Y
    std::string_view on_behalf_of_comp_id = {}; ///< 115: of a copy, who received the original
};

/// Builds one complete FIX 4.4 frame after another in a buffer of its own: `begin`, a call per
/// field, `finish`. The tag is a template argument so that "44=" is a constant.
///
/// Room for "8=FIX.4.4|9=n|" is left before the body and filled from behind, so nothing moves. The
/// SOHs of the finished bytes are counted, so that a value that smuggles one in is found.
///
/// Thread safety: none. Errors: `finish` returns an empty frame if the message did not fit or a
/// value held a SOH. No allocation after construction.
class MessageWriter {
  public:
    explicit MessageWriter(std::size_t frame_max_bytes);

    void begin(std::string_view msg_type, const MessageHeader& header);

    template <Tag tag>
    void text(std::string_view value) {
        char* out = start_field<tag>(value.size());
        if (out == nullptr) return;
        std::memcpy(out, value.data(), value.size());
        end_field(out + value.size());
    }

    /// A value of at most `value_max` bytes that `write(out)` puts at `out`, returning its end.
    template <Tag tag, class Write>
    void field(std::size_t value_max, const Write& write) {
        if (char* out = start_field<tag>(value_max)) end_field(write(out));
    }

    template <Tag tag>
    void character(char value) {
        field<tag>(1, [value](char* out) { return *out = value, out + 1; });
    }

    template <Tag tag>
    void number(std::uint64_t value) {
        constexpr std::size_t digits_max = 20;
        field<tag>(digits_max,
                   [value](char* out) { return std::to_chars(out, out + digits_max, value).ptr; });
    }

    template <Tag tag>
    void timestamp(std::int64_t utc_ns) {
        field<tag>(UtcTimestampWriter::text_max, [this, utc_ns](char* out) {
            return timestamps_.write(out, utc_ns, time_digits_);
        });
    }

    template <Tag tag>
    void price(std::int64_t ticks, const shm::InstrumentRecord& record) {
        field<tag>(decimal_text_max, [&](char* out) { return write_price(out, ticks, record); });
    }

    template <Tag tag>
    void quantity(std::uint64_t lots, const shm::InstrumentRecord& record) {
        field<tag>(decimal_text_max, [&](char* out) { return write_quantity(out, lots, record); });
    }

    template <Tag tag>
    void average_price(const shm::Notional& notional, std::uint64_t cumulative_lots,
                       const shm::InstrumentRecord& record) {
        field<tag>(decimal_text_max, [&](char* out) {
            return write_average_price(out, notional, cumulative_lots, record);
        });
    }

    /// Closes the message. The frame is valid until the next `begin`.
    [[nodiscard]] std::span<const char> finish();

  private:
    static constexpr std::size_t prefix_max = 32; ///< for "8=FIX.4.4|9=n|"

    /// "tag=" as text.
    template <Tag tag>
    static constexpr auto prefix() {
        constexpr std::size_t digits = tag < 10 ? 1 : tag < 100 ? 2 : tag < 1000 ? 3 : 4;
        static_assert(tag > 0 && tag < 10'000);
        std::array<char, digits + 1> result{};
        Tag rest = tag;
        for (std::size_t i = digits; i > 0; --i, rest /= 10)
            result[i - 1] = static_cast<char>('0' + rest % 10);
        result[digits] = '=';
        return result;
    }

    /// Where the value goes; null if the field with a value of that size does not fit.
    template <Tag tag>
    [[nodiscard]] char* start_field(std::size_t value_max) {
        static constexpr auto text_of_tag = prefix<tag>();
        if (static_cast<std::size_t>(limit_ - at_) < text_of_tag.size() + value_max + 1) {
            overflowed_ = true;
            return nullptr;
        }
        std::memcpy(at_, text_of_tag.data(), text_of_tag.size());
        return at_ + text_of_tag.size();
    }

    void end_field(char* end) {
        *end = soh;
        at_ = end + 1;
        ++fields_;
    }

    std::vector<char> buffer_;
    char* at_;
    char* limit_; ///< room for the trailer remains behind it
    std::size_t fields_ = 0;
    bool overflowed_ = false;
    FractionDigits time_digits_ = FractionDigits::milliseconds;
    UtcTimestampWriter timestamps_;
};

} // namespace pinion::fix
