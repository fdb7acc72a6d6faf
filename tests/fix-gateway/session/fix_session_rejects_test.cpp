// Faulty messages are answered with the reason that FIX has for them, and the session goes on or
// ends as FIX wants it.

#include "tests/fix-gateway/session/fix_session_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace pinion::fix {
namespace {

using test::fix_frame;
using test::fix_time_now;
using testing::ElementsAre;

struct Fault {
    const char* name;
    const char* type;
    std::string body;
    const char* answer; ///< fields 35 371 372 373
};

class FixSessionRejects : public FixSessionTest, public testing::WithParamInterface<Fault> {};

TEST_P(FixSessionRejects, a_faulty_message_is_rejected_with_its_reason) {
    log_on();
    sent({});
    EXPECT_TRUE(give(frame(GetParam().type, 2, GetParam().body)));
    EXPECT_THAT(sent({35, 371, 372, 373}), ElementsAre(GetParam().answer));
    EXPECT_THAT(messages_, ElementsAre());
    EXPECT_EQ(store_->next_target(), 3u);
    EXPECT_EQ(disconnects_, 0);
    give(order(3)); // the session goes on
    EXPECT_THAT(messages_, ElementsAre("3:order"));
}

INSTANTIATE_TEST_SUITE_P(
    All, FixSessionRejects,
    testing::Values(
        Fault{"tag_zero", "D", order_head + "38=1|40=1|0=x|", "35=3 371=0 372=D 373=0"},
        Fault{"required_missing", "D", order_head + "38=1|", "35=3 371=40 372=D 373=1"},
        Fault{"not_of_this_message", "D", order_head + "38=1|40=1|41=b|",
              "35=3 371=41 372=D 373=2"},
        Fault{"undefined_tag", "D", order_head + "38=1|40=1|9999=b|", "35=3 371=9999 372=D 373=0"},
        Fault{"no_value", "D", order_head + "38=1|40=1|21=|", "35=3 371=21 372=D 373=4"},
        Fault{"out_of_range", "D", order_head + "38=1|40=Z|", "35=3 371=40 372=D 373=5"},
        Fault{"bad_format", "D", order_head + "38=1|40=2|44=1.2.3|", "35=3 371=44 372=D 373=6"},
        Fault{"bad_time", "D", "11=a|55=A|54=1|60=yesterday|38=1|40=1|", "35=3 371=60 372=D 373=6"},
        Fault{"unknown_type", "ZZ", "58=x|", "35=3 371= 372=ZZ 373=11"},
        Fault{"twice", "D", order_head + "38=1|40=1|38=2|", "35=3 371=38 372=D 373=13"},
        Fault{"header_after_body", "D", order_head + "38=1|40=1|97=Y|", "35=3 371=97 372=D 373=14"},
        Fault{"group_count", "V", "262=a|263=0|264=0|267=2|269=0|146=1|55=A|",
              "35=3 371=267 372=V 373=16"}),
    [](const auto& fault) { return fault.param.name; });

TEST_F(FixSessionTest, wrong_comp_ids_are_a_reject_and_a_logout) {
    log_on();
    sent({});
    give(fix_frame("35=0|49=OTHER|56=PINION|34=2|52=" + fix_time_now() + "|"));
    EXPECT_THAT(sent({35, 373}), ElementsAre("35=3 373=9", "35=5 373="));
}

TEST_F(FixSessionTest, a_sending_time_far_from_now_is_a_reject_and_a_logout) {
    log_on();
    sent({});
    give(fix_frame("35=0|49=CLIENT|56=PINION|34=2|52=" + fix_time_now(-200) + "|"));
    EXPECT_THAT(sent({35, 373}), ElementsAre("35=3 373=10", "35=5 373="));
}

TEST_F(FixSessionTest, sending_time_is_read_with_up_to_nine_fraction_digits) {
    log_on();
    std::string fraction;
    int sequence = 1;
    for (const char* digits : {"", ".1", ".123", ".123456", ".123456789"}) {
        give(fix_frame("35=0|49=CLIENT|56=PINION|34=" + std::to_string(++sequence) +
                       "|52=" + fix_time_now() + digits + "|"));
        EXPECT_EQ(store_->next_target(), static_cast<std::uint32_t>(sequence + 1)) << digits;
    }
}

TEST_F(FixSessionTest, another_fix_version_is_a_logout) {
    log_on();
    sent({});
    give(fix_frame("35=0|49=CLIENT|56=PINION|34=2|52=" + fix_time_now() + "|", "FIX.4.2"));
    EXPECT_THAT(sent({35, 58}), ElementsAre("35=5 58=Incorrect BeginString"));
}

TEST_F(FixSessionTest, the_owners_verdicts_become_rejects) {
    log_on();
    sent({});
    answer_ = {MessageVerdict::value_incorrect, 11};
    give(order(2));
    answer_ = {MessageVerdict::format_incorrect, 44};
    give(order(3));
    answer_ = {MessageVerdict::field_missing, 44};
    give(order(4));
    answer_ = {MessageVerdict::type_unsupported, 0};
    give(order(5));
    EXPECT_THAT(sent({35, 45, 371, 373, 380}),
                ElementsAre("35=3 45=2 371=11 373=5 380=", "35=3 45=3 371=44 373=6 380=",
                            "35=j 45=4 371= 373= 380=5", "35=j 45=5 371= 373= 380=3"));
    EXPECT_EQ(store_->next_target(), 6u);
}

TEST_F(FixSessionTest, a_garbled_frame_has_no_effect) {
    log_on();
    sent({});
    EXPECT_FALSE(give(fix_frame("35=0|49=CLIENT|56=PINION|34=2|what|")));
    EXPECT_FALSE(give(fix_frame("35=0|49=CLIENT|56=PINION|34=2|x=1|")));
    EXPECT_THAT(sent({35}), ElementsAre());
    EXPECT_EQ(store_->next_target(), 2u);
    EXPECT_EQ(disconnects_, 0);
}

} // namespace
} // namespace pinion::fix
