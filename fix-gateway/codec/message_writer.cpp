#include "fix-gateway/codec/message_writer.h"

#include "fix-gateway/codec/checksum.h"

#include <algorithm>

namespace pinion::fix {

namespace {

constexpr std::string_view begin_string = "8=FIX.4.4\x01";
constexpr std::size_t trailer_bytes = 7; ///< "10=ccc|"

/// How many SOHs there are; counted in bytes, block by block, so that it takes vectors.
std::size_t soh_count(std::string_view bytes) {
    constexpr std::size_t block_bytes = 224; // whole vectors, and below 256
    std::size_t count = 0;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(bytes.size(), block_bytes))) {
        std::uint8_t in_block = 0;
        for (const char c : bytes.substr(0, block_bytes))
            in_block = static_cast<std::uint8_t>(in_block + (c == soh ? 1 : 0));
        count += in_block;
    }
    return count;
}

} // namespace

MessageWriter::MessageWriter(std::size_t frame_max_bytes)
    : buffer_(prefix_max + frame_max_bytes), at_(buffer_.data() + prefix_max),
      limit_(buffer_.data() + buffer_.size() - trailer_bytes) {}

void MessageWriter::begin(std::string_view msg_type, const MessageHeader& header) {
    at_ = buffer_.data() + prefix_max;
    fields_ = 0;
    overflowed_ = false;
    time_digits_ = header.time_digits;
    text<tag::msg_type>(msg_type);
    number<tag::msg_seq_num>(header.msg_seq_num);
    text<tag::sender_comp_id>(header.sender_comp_id);
    timestamp<tag::sending_time>(header.sending_time_ns);
    text<tag::target_comp_id>(header.target_comp_id);
    if (header.is_possible_resend) character<tag::poss_resend>('Y');
    if (!header.on_behalf_of_comp_id.empty())
        text<tag::on_behalf_of_comp_id>(header.on_behalf_of_comp_id);
}

std::span<const char> MessageWriter::finish() {
    char* const body = buffer_.data() + prefix_max;
    std::array<char, prefix_max + 1> prefix;
    char* end = std::copy(begin_string.begin(), begin_string.end(), prefix.begin());
    *end++ = '9';
    *end++ = '=';
    end = std::to_chars(end, prefix.data() + prefix_max, at_ - body).ptr;
    *end++ = soh;
    char* const begin = std::copy_backward(prefix.data(), end, body);

    const std::string_view bytes(begin, static_cast<std::size_t>(at_ - begin));
    constexpr std::size_t prefix_fields = 2;
    if (overflowed_ || soh_count(bytes) != fields_ + prefix_fields) return {};
    const unsigned sum = checksum(bytes);
    const std::array<char, trailer_bytes> trailer{'1',
                                                  '0',
                                                  '=',
                                                  static_cast<char>('0' + sum / 100),
                                                  static_cast<char>('0' + sum / 10 % 10),
                                                  static_cast<char>('0' + sum % 10),
                                                  soh};
    at_ = std::copy(trailer.begin(), trailer.end(), at_);
    return {begin, static_cast<std::size_t>(at_ - begin)};
}

} // namespace pinion::fix
