#pragma once

#include "fix-gateway/codec/fields.h"

#include <cstdint>
#include <optional>

namespace pinion::fix {

/// MsgSeqNums, both ends included.
struct SequenceRange {
    std::uint32_t begin;
    std::uint32_t end;
};

/// The range of a ResendRequest that holds nothing but what it must; nothing for any other message.
/// An open end is the last message sent.
[[nodiscard]] std::optional<SequenceRange> resend_range(const Fields& fields,
                                                        std::uint32_t next_sender);

/// What a client asked for again and has not yet got. It is served in slices, so that others are
/// served between them, and a slice only when the network took the one before.
class Resend {
  public:
    static constexpr std::uint32_t slice_messages = 250;

    /// A newer request takes the place of what was left of the last one.
    void ask(SequenceRange range) { left_ = range; }

    void forget() { left_ = {1, 0}; }

    [[nodiscard]] bool is_done() const { return left_.begin > left_.end; }

    /// The number from which on the next slice is.
    [[nodiscard]] std::uint32_t next() const { return left_.begin; }

    /// The slice to serve now: what is left before `end`.
    [[nodiscard]] SequenceRange take_slice(std::uint32_t end);

  private:
    SequenceRange left_{1, 0};
};

} // namespace pinion::fix
