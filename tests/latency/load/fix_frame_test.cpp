#include "latency/load/fix_frame.h"
#include "latency/load/fix_writer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace pinion::latency {
namespace {

std::string order_frame() {
    FixWriter writer("CLIENT", "PINION");
    writer.begin("D", 7, "20240229-23:59:59.123");
    writer.field(11, "abc");
    writer.field(38, std::uint64_t{100});
    const auto bytes = writer.finish();
    return {bytes.begin(), bytes.end()};
}

/// As FIX is usually written down.
std::string frame_of(std::string text) {
    std::replace(text.begin(), text.end(), '|', fix_separator);
    return text;
}

TEST(FixWriter, a_message_has_the_right_header_length_and_check_sum) {
    const std::string body = frame_of("35=D|49=CLIENT|56=PINION|34=7|52=20240229-23:59:59.123|"
                                      "11=abc|38=100|");
    std::string expected = frame_of("8=FIX.4.4|9=" + std::to_string(body.size()) + "|") + body;
    unsigned sum = 0;
    for (const char byte : expected) sum += static_cast<unsigned char>(byte);
    const std::string digits = std::to_string(1000 + sum % 256).substr(1);
    EXPECT_EQ(order_frame(), expected + frame_of("10=" + digits + "|"));
}

TEST(FixWriter, a_later_message_knows_nothing_of_the_one_before) {
    FixWriter writer("CLIENT", "PINION");
    writer.begin("D", 1, "20240229-23:59:59.123");
    writer.field(11, "abc");
    static_cast<void>(writer.finish());
    writer.begin("0", 2, "20240229-23:59:59.123");
    const auto bytes = writer.finish();
    EXPECT_EQ(find_field({bytes.data(), bytes.size()}, 11), "");
    EXPECT_EQ(find_field({bytes.data(), bytes.size()}, 34), "2");
}

TEST(FixClock, it_writes_utc_with_milliseconds) {
    FixClock clock;
    EXPECT_EQ(clock.format(1'709'251'199'123'456'789), "20240229-23:59:59.123");
    EXPECT_EQ(clock.format(1'709'251'199'999'000'000), "20240229-23:59:59.999");
    EXPECT_EQ(clock.format(1'709'251'200'000'000'000), "20240301-00:00:00.000");
}

TEST(FixFrame, a_whole_frame_is_found_in_front_of_others) {
    const std::string frame = order_frame();
    const std::string stream = frame + frame;
    const Frame found = read_frame(stream);
    ASSERT_EQ(found.state, FrameState::complete);
    EXPECT_EQ(found.bytes, frame);
}

TEST(FixFrame, every_part_of_a_frame_waits_for_the_rest) {
    const std::string frame = order_frame();
    for (std::size_t length = 0; length < frame.size(); ++length)
        EXPECT_EQ(read_frame(frame.substr(0, length)).state, FrameState::partial) << length;
}

TEST(FixFrame, any_byte_that_was_changed_is_noticed) {
    const std::string frame = order_frame();
    for (std::size_t place = 0; place < frame.size(); ++place) {
        std::string damaged = frame;
        damaged[place] = static_cast<char>(damaged[place] ^ 1);
        EXPECT_NE(read_frame(damaged).state, FrameState::complete) << place;
    }
}

TEST(FixFrame, what_can_be_no_frame_is_garbled) {
    EXPECT_EQ(read_frame("HTTP/1.1 400 Bad Request").state, FrameState::garbled);
    EXPECT_EQ(read_frame(frame_of("8=FIX.4.2|9=5|35=0|10=163|")).state, FrameState::garbled);
    EXPECT_EQ(read_frame(frame_of("8=FIX.4.4|9=x|35=0|10=163|")).state, FrameState::garbled);
    EXPECT_EQ(read_frame(frame_of("8=FIX.4.4|9=99999|35=0|")).state, FrameState::garbled);
    EXPECT_EQ(read_frame(frame_of("8=FIX.4.4|9=-5|35=0|10=163|")).state, FrameState::garbled);
}

TEST(FixFrame, fields_are_taken_one_by_one) {
    const std::string text = frame_of("35=8|58=a=b|11=|");
    std::string_view rest = text;
    EXPECT_EQ(take_field(rest)->value, "8");
    const auto second = take_field(rest);
    EXPECT_EQ(second->tag, 58);
    EXPECT_EQ(second->value, "a=b");
    EXPECT_EQ(take_field(rest)->value, "");
    EXPECT_FALSE(take_field(rest));
}

TEST(FixFrame, a_field_is_found_by_its_whole_tag) {
    const std::string text = frame_of("35=8|150=0|50=x|");
    EXPECT_EQ(find_field(text, 50), "x");
    EXPECT_EQ(find_field(text, 5), "");
}

TEST(FixFrame, only_digits_are_a_number) {
    EXPECT_EQ(to_number("0042"), 42U);
    for (const char* text : {"", "-1", "1 ", "1x", "99999999999999999999"})
        EXPECT_FALSE(to_number(text)) << text;
}

} // namespace
} // namespace pinion::latency
