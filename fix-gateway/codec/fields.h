#pragma once

#include "fix-gateway/codec/framer.h"
#include "fix-gateway/codec/session_reject.h"
#include "fix-gateway/codec/tags.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace pinion::fix {

struct Field {
    Tag tag;
    std::string_view value; ///< never empty
};

/// The fields of one frame's body, 35 first, without 8, 9 and 10; values point into the frame.
/// Made once and used for every message; `parse` forgets the one before.
///
/// A tag is 1 to 6 digits without a leading zero, a value is not empty, RawData (96) has as many
/// bytes as RawDataLength (95) right before it says.
///
/// Thread safety: none. Errors: `parse` returns what a Reject should say; the fields before the
/// fault can still be read. No allocation.
class Fields {
  public:
    static constexpr std::size_t fields_max =
        128; ///< of a message; more: SessionRejectReason::other

    [[nodiscard]] std::optional<SessionReject> parse(const Frame& frame);

    /// The first value of a tag; empty if the tag is not there.
    [[nodiscard]] std::string_view find(Tag tag) const;

    /// The first tag that came twice, in order of the message; 0: none. Groups repeat tags
    /// rightfully, so this is for messages that have no group.
    [[nodiscard]] Tag repeated_tag() const { return repeated_tag_; }

    [[nodiscard]] std::size_t size() const { return count_; }

    [[nodiscard]] const Field& operator[](std::size_t index) const { return fields_[index]; }

    [[nodiscard]] const Field* begin() const { return fields_.data(); }

    [[nodiscard]] const Field* end() const { return fields_.data() + count_; }

  private:
    /// Sparse set over the low bits of tags: a cell means something only if the field that it names
    /// is one of this message and has the tag, so nothing is cleared between messages.
    static constexpr std::size_t cells = 1024;

    void add(Tag tag, std::string_view value);

    /// `tag` comes while its cell is `first`'s: it is there twice, or another tag has its cell.
    void share_cell(Tag first, Tag tag);

    /// What RawDataLength says, if it is the last field; 0 if it is not.
    [[nodiscard]] std::size_t raw_data_length() const;

    std::array<Field, fields_max> fields_;
    std::array<std::uint8_t, cells> cell_of_tag_{};
    std::size_t count_ = 0;
    Tag repeated_tag_ = 0;
    bool collided_ = false; ///< two tags share a cell: a miss must look at every field
};

} // namespace pinion::fix
