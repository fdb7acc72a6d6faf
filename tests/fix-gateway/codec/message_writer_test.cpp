#include "fix-gateway/codec/framer.h"
#include "fix-gateway/codec/message_writer.h"
#include "tests/fix-gateway/support/fix_text.h"

#include <gtest/gtest.h>

#include <string>

namespace pinion::fix {
namespace {

const MessageHeader header{.sender_comp_id = "PINION",
                           .target_comp_id = "CLIENT1",
                           .msg_seq_num = 42,
                           .sending_time_ns = 0};

std::string text_of(std::span<const char> bytes) { return {bytes.begin(), bytes.end()}; }

TEST(MessageWriter, writes_a_whole_frame_with_length_and_checksum) {
    MessageWriter writer(512);
    writer.begin("8", header);
    writer.text<tag::symbol>("PINE");
    writer.character<tag::side>('1');
    writer.number<tag::ref_seq_num>(7);
    writer.timestamp<tag::transact_time>(0);
    EXPECT_EQ(text_of(writer.finish()),
              test::fix_frame(
                  "35=8|34=42|49=PINION|52=19700101-00:00:00.000|56=CLIENT1|55=PINE|54=1|45=7|"
                  "60=19700101-00:00:00.000|"));
}

TEST(MessageWriter, writes_one_message_after_the_other) {
    MessageWriter writer(512);
    for (int i = 0; i < 3; ++i) {
        writer.begin("0", header);
        EXPECT_EQ(text_of(writer.finish()),
                  test::fix_frame("35=0|34=42|49=PINION|52=19700101-00:00:00.000|56=CLIENT1|"));
    }
}

TEST(MessageWriter, a_message_that_does_not_fit_is_empty_and_the_next_one_is_whole) {
    MessageWriter writer(128);
    writer.begin("8", header);
    writer.text<tag::text>(std::string(100, 'x'));
    EXPECT_TRUE(writer.finish().empty());
    writer.begin("0", header);
    EXPECT_FALSE(writer.finish().empty());
}

TEST(MessageWriter, a_value_that_smuggles_in_a_field_end_makes_no_message) {
    MessageWriter writer(512);
    writer.begin("8", header);
    writer.text<tag::text>("a\x01"
                           "39=2");
    EXPECT_TRUE(writer.finish().empty());
}

} // namespace
} // namespace pinion::fix
