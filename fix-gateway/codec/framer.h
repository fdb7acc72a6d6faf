#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace pinion::fix {

/// One whole message whose framing and checksum are proved: "8=...|9=n|35=...|10=ccc|". Points into
/// memory of whoever made it.
struct Frame {
    std::span<const char> bytes;
    std::size_t begin_string_end; ///< of the value of 8, which starts at 2
    std::size_t body_begin;       ///< of "35="
    std::size_t body_end;         ///< of "10="; the byte before is a SOH

    static constexpr std::size_t trailer_bytes = 7; ///< "10=ccc|"

    [[nodiscard]] std::string_view begin_string() const {
        return {bytes.data() + 2, begin_string_end - 2};
    }

    [[nodiscard]] std::string_view body() const {
        return {bytes.data() + body_begin, body_end - body_begin};
    }
};

enum class FrameOutcome : std::uint8_t {
    partial,  ///< more bytes are needed
    garbled,  ///< something that is no message was dropped, and counted
    complete, ///< a frame was found
};

/// Cuts a byte stream into frames. Bytes are hostile: BodyLength is bounded digit by digit before
/// it is used, nothing beyond what arrived is ever read, and the work is linear in the bytes
/// whatever they are, because garbage is dropped as it is scanned and only a frame whose trailer
/// stands where BodyLength says is summed.
///
/// After garbage the next frame starts at the next "8=FIX". A frame whose checksum is wrong is
/// dropped whole. Bytes move only when the room at the end of the buffer is used up.
///
/// Thread safety: none. Errors: outcomes; allocates only when `append` outgrows all appends before.
class Framer {
  public:
    /// A frame longer than `frame_max_bytes` is garbled.
    explicit Framer(std::size_t frame_max_bytes);

    /// Adds what arrived. Invalidates frames. Take all frames with `next` before the next append,
    /// or stop reading from the peer: the buffer grows to hold whatever is appended.
    void append(std::span<const char> bytes);

    /// The next frame, valid until `append`.
    [[nodiscard]] FrameOutcome next(Frame& frame);

    /// Makes `next` give out again the frame that it gave out last. Before the next append.
    void put_back(const Frame& frame) { begin_ -= frame.bytes.size(); }

    /// Forgets everything but the counts.
    void clear();

    [[nodiscard]] std::uint64_t garbled_count() const { return garbled_count_; }

    [[nodiscard]] std::uint64_t dropped_bytes() const { return dropped_bytes_; }

    [[nodiscard]] std::size_t buffered_bytes() const { return end_ - begin_; }

  private:
    [[nodiscard]] std::string_view pending() const {
        return {buffer_.data() + begin_, end_ - begin_};
    }

    /// Drops bytes that start no message; true if that begins a new run of garbage.
    [[nodiscard]] bool drop_noise();
    void drop(std::size_t count);

    std::size_t frame_max_bytes_;
    std::vector<char> buffer_;
    std::size_t begin_ = 0; ///< of what is not yet given out
    std::size_t end_ = 0;
    bool in_garbage_ = false; ///< the bytes before begin_ were garbage, already counted
    std::uint64_t garbled_count_ = 0;
    std::uint64_t dropped_bytes_ = 0;
};

} // namespace pinion::fix
