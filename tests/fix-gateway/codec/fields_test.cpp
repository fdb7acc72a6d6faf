#include "fix-gateway/codec/fields.h"
#include "tests/fix-gateway/support/fix_text.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace pinion::fix {
namespace {

class FieldsTest : public testing::Test {
  protected:
    std::optional<SessionReject> parse(const std::string& body) {
        text = test::fix_frame(body);
        framer.clear();
        framer.append(text);
        Frame frame{};
        EXPECT_EQ(framer.next(frame), FrameOutcome::complete) << body;
        return fields.parse(frame);
    }

    std::string text;
    Framer framer{8192};
    Fields fields;
};

TEST_F(FieldsTest, every_field_is_found_by_its_tag) {
    ASSERT_FALSE(parse("35=D|34=7|55=PINE|58=a=b|"));
    EXPECT_EQ(fields.find(tag::msg_type), "D");
    EXPECT_EQ(fields.find(tag::msg_seq_num), "7");
    EXPECT_EQ(fields.find(tag::symbol), "PINE");
    EXPECT_EQ(fields.find(tag::text), "a=b");
    EXPECT_EQ(fields.find(tag::side), "");
    EXPECT_EQ(fields.size(), 4U);
}

TEST_F(FieldsTest, nothing_of_the_message_before_is_left) {
    ASSERT_FALSE(parse("35=D|55=PINE|11=a|"));
    ASSERT_FALSE(parse("35=D|11=b|"));
    EXPECT_EQ(fields.find(tag::symbol), "");
    EXPECT_EQ(fields.find(tag::cl_ord_id), "b");
}

TEST_F(FieldsTest, tags_that_share_a_cell_are_told_apart) {
    ASSERT_FALSE(parse("35=D|11=a|1035=x|2059=y|3083=z|55=PINE|"));
    EXPECT_EQ(fields.find(11), "a");
    EXPECT_EQ(fields.find(1035), "x");
    EXPECT_EQ(fields.find(2059), "y");
    EXPECT_EQ(fields.find(3083), "z");
    EXPECT_EQ(fields.repeated_tag(), 0U);
    ASSERT_FALSE(parse("35=D|11=a|1035=x|2059=y|1035=again|"));
    EXPECT_EQ(fields.repeated_tag(), 1035U);
    EXPECT_EQ(fields.find(1035), "x");
}

TEST_F(FieldsTest, the_first_repeated_tag_is_named) {
    ASSERT_FALSE(parse("35=D|55=A|54=1|55=B|54=2|"));
    EXPECT_EQ(fields.repeated_tag(), 55U);
}

TEST_F(FieldsTest, a_tag_is_one_to_six_digits_without_a_leading_zero) {
    for (const char* body : {"35=D|011=a|", "35=D|x=a|", "35=D|=a|", "35=D|1234567=a|",
                             "35=D|-1=a|", "35=D|11|", "35=D|0=a|"})
        EXPECT_EQ(parse(body), (SessionReject{SessionRejectReason::invalid_tag_number, 0})) << body;
}

TEST_F(FieldsTest, an_empty_value_is_named) {
    EXPECT_EQ(parse("35=D|55=|54=1|"), (SessionReject{SessionRejectReason::tag_without_value, 55}));
}

TEST_F(FieldsTest, raw_data_may_hold_anything_within_its_length) {
    ASSERT_FALSE(parse("35=A|95=5|96=a|b=c|58=t|"));
    EXPECT_EQ(fields.find(tag::raw_data), "a\x01"
                                          "b=c");
    EXPECT_EQ(fields.find(tag::text), "t");
    for (const char* body : {"35=A|95=4|96=a|b=c|", "35=A|95=500|96=abc|", "35=A|96=abc|",
                             "35=A|95=0|96=abc|", "35=A|95=x|96=abc|", "35=A|95=3|58=t|96=abc|"})
        EXPECT_EQ(parse(body), (SessionReject{SessionRejectReason::incorrect_data_format, 95}))
            << body;
}

TEST_F(FieldsTest, more_fields_than_any_message_has_are_refused) {
    std::string body = "35=D|";
    for (std::size_t i = 1; i < Fields::fields_max; ++i) body += "58=x|";
    EXPECT_FALSE(parse(body));
    EXPECT_EQ(parse(body + "58=x|"), (SessionReject{SessionRejectReason::other, 0}));
}

} // namespace
} // namespace pinion::fix
