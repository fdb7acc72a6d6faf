#pragma once

#include "fix-gateway/codec/decimal.h"
#include "fix-gateway/codec/fields.h"
#include "fix-gateway/codec/session_reject.h"
#include "fix-gateway/codec/utc_timestamp.h"
#include "shm/fixed_text.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace pinion::fix {

/// Takes typed values out of a message and remembers the first thing that is wrong with them: a
/// fault in the message (35=3) or, where the venue itself says no, a refusal. Reading goes on after
/// either with zero values, so that one straight list of fields is all that a message's translation
/// needs. Thread safety: none.
class FieldReader {
  public:
    explicit FieldReader(const Fields& fields) : fields_(fields) {}

    [[nodiscard]] const std::optional<SessionReject>& fault() const { return fault_; }

    [[nodiscard]] shm::RejectReason refusal() const { return refusal_; }

    /// The first conditionally required field that is missing; 0: none.
    [[nodiscard]] Tag missing() const { return missing_; }

    [[nodiscard]] bool has(Tag tag) const { return !fields_.find(tag).empty(); }

    /// Empty, and a fault, if it is missing.
    std::string_view required(Tag tag) {
        const std::string_view value = fields_.find(tag);
        if (value.empty()) fail(SessionRejectReason::required_tag_missing, tag);
        return value;
    }

    /// Empty, and noted in `missing`, if it is missing: what else the message says makes it due.
    std::string_view conditionally_required(Tag tag) {
        if (!has(tag) && missing_ == 0) missing_ = tag;
        return fields_.find(tag);
    }

    [[nodiscard]] std::string_view optional(Tag tag) const { return fields_.find(tag); }

    /// A text that is too long is out of range.
    template <class Text>
    Text fixed_text(Tag tag, std::string_view value) {
        const auto text = Text::from(value);
        if (!text) fail(SessionRejectReason::value_out_of_range, tag);
        return text.value_or(Text{});
    }

    /// One character out of `allowed`; 0 if the field is absent.
    std::uint8_t one_of(Tag tag, std::string_view allowed, std::string_view value) {
        if (value.empty()) return 0;
        if (value.size() != 1 || allowed.find(value[0]) == std::string_view::npos) {
            fail(SessionRejectReason::value_out_of_range, tag);
            return 0;
        }
        return static_cast<std::uint8_t>(value[0]);
    }

    std::int64_t price_ticks(Tag tag, const shm::InstrumentRecord& record) {
        return decimal(tag, parse_price_ticks(fields_.find(tag), record),
                       shm::RejectReason::price_outside_band, shm::RejectReason::price_off_tick);
    }

    std::uint64_t quantity_lots(Tag tag, const shm::InstrumentRecord& record) {
        return decimal(tag, parse_quantity_lots(fields_.find(tag), record),
                       shm::RejectReason::quantity_above_maximum,
                       shm::RejectReason::quantity_off_lot);
    }

    /// A quantity that means nothing as 0, which in a command stands for its absence.
    std::uint64_t positive_quantity_lots(Tag tag, const shm::InstrumentRecord& record) {
        const auto lots = quantity_lots(tag, record);
        if (has(tag) && lots == 0) refuse(shm::RejectReason::quantity_zero); // if nothing is worse
        return lots;
    }

    /// 0 if the field is absent.
    std::int64_t timestamp_ns(Tag tag) { return time(tag, parse_utc_timestamp(fields_.find(tag))); }

    /// The end of that day in UTC; 0 if the field is absent.
    std::int64_t end_of_date_ns(Tag tag) { return time(tag, parse_end_of_date(fields_.find(tag))); }

    void fail(SessionRejectReason reason, Tag tag) {
        if (!fault_) fault_ = SessionReject{reason, tag};
    }

    void refuse(shm::RejectReason reason) {
        if (refusal_ == shm::RejectReason::none) refusal_ = reason;
    }

  private:
    template <class Integer>
    Integer decimal(Tag tag, const DecimalResult<Integer>& result,
                    shm::RejectReason when_out_of_range, shm::RejectReason when_off_grid) {
        if (!has(tag)) return 0;
        if (result.status == DecimalStatus::malformed)
            fail(SessionRejectReason::incorrect_data_format, tag);
        if (result.status == DecimalStatus::out_of_range) refuse(when_out_of_range);
        if (result.status == DecimalStatus::off_grid) refuse(when_off_grid);
        return result.value;
    }

    std::int64_t time(Tag tag, std::optional<std::int64_t> parsed) {
        if (has(tag) && !parsed) fail(SessionRejectReason::incorrect_data_format, tag);
        return parsed.value_or(0);
    }

    const Fields& fields_;
    std::optional<SessionReject> fault_;
    Tag missing_ = 0;
    shm::RejectReason refusal_ = shm::RejectReason::none;
};

} // namespace pinion::fix
