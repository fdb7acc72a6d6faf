// One session is fed hand-made frames; what it answers and what the store holds is compared with
// the rules of the FIX session layer.

#include "tests/fix-gateway/session/fix_session_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pinion::fix {
namespace {

using test::fix_frame;
using test::fix_time_now;
using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(FixSessionTest, a_logon_is_answered_with_a_logon) {
    log_on();
    EXPECT_THAT(sent({35, 34, 49, 56, 108}), ElementsAre("35=A 34=1 49=PINION 56=CLIENT 108=30"));
    EXPECT_TRUE(session_->is_logged_on());
    EXPECT_EQ(logons_, 1);
    EXPECT_EQ(store_->next_sender(), 2u);
    EXPECT_EQ(store_->next_target(), 2u);
}

TEST_F(FixSessionTest, a_logon_says_whether_to_cancel_on_disconnect) {
    log_on(1, "8013=Y|");
    EXPECT_TRUE(cancel_on_disconnect_);
}

TEST_F(FixSessionTest, a_heartbeat_interval_outside_the_limits_is_refused) {
    for (const char* interval : {"0", "3601", "-1"}) {
        start();
        disconnects_ = 0;
        session_->attach();
        give(frame("A", 1, std::string("98=0|108=") + interval + "|"));
        EXPECT_THAT(sent({35, 58}),
                    ElementsAre(HasSubstr("35=5 58=Rejected Logon Attempt: HeartBtInt must be")));
        EXPECT_EQ(disconnects_, 1);
        EXPECT_FALSE(session_->is_logged_on());
    }
}

TEST_F(FixSessionTest, a_message_is_passed_on_as_received_before_the_sequence_advances) {
    log_on();
    const std::string message = order(2);
    give(message);
    EXPECT_EQ(last_message_, message);
    EXPECT_EQ(target_in_call_, 2u);
    EXPECT_EQ(store_->next_target(), 3u);
}

TEST_F(FixSessionTest, a_sequence_too_low_is_a_logout_with_text) {
    log_on();
    give(order(2));
    sent({});
    give(order(2));
    EXPECT_THAT(sent({35, 58}),
                ElementsAre("35=5 58=MsgSeqNum too low, expecting 3 but received 2"));
    EXPECT_EQ(disconnects_, 1);
    EXPECT_EQ(logouts_, 1);
    EXPECT_THAT(messages_, ElementsAre("2:order"));
}

TEST_F(FixSessionTest, a_possible_duplicate_that_was_processed_is_ignored) {
    log_on();
    give(order(2));
    sent({});
    give(order(2, "order", "43=Y|122=" + fix_time_now() + "|"));
    EXPECT_THAT(sent({35}), ElementsAre());
    EXPECT_THAT(messages_, ElementsAre("2:order"));
    EXPECT_EQ(disconnects_, 0);
}

TEST_F(FixSessionTest, a_gap_is_asked_for_and_messages_wait_for_it) {
    log_on();
    sent({});
    give(order(4, "late"));
    EXPECT_THAT(sent({35, 7, 16}), ElementsAre("35=2 7=2 16=0"));
    EXPECT_THAT(messages_, ElementsAre());
    const std::string again = "43=Y|122=" + fix_time_now() + "|";
    give(order(2, "first", again));
    give(order(3, "second", again));
    EXPECT_THAT(messages_, ElementsAre("2:first", "3:second", "4:late"));
    EXPECT_EQ(store_->next_target(), 5u);
    give(order(5, "next"));
    EXPECT_THAT(messages_, ElementsAre("2:first", "3:second", "4:late", "5:next"));
}

TEST_F(FixSessionTest, a_gap_at_logon_is_asked_for) {
    log_on(5);
    EXPECT_THAT(sent({35, 7}), ElementsAre("35=A 7=", "35=2 7=1"));
    give(frame("4", 1, "123=Y|36=6|", "43=Y|122=" + fix_time_now() + "|"));
    EXPECT_EQ(store_->next_target(), 6u);
}

TEST_F(FixSessionTest, reports_in_the_store_are_replayed_and_admin_messages_gap_filled) {
    log_on();
    const std::string report =
        fix_frame("35=8|49=PINION|56=CLIENT|34=2|52=" + fix_time_now() +
                  ".123456|37=1|17=1|150=0|39=0|55=ACME|54=1|151=10|14=0|6=0|");
    ASSERT_TRUE(store_->append_report(report, {1, 1, 1}));
    sent({});
    give(frame("2", 2, "7=1|16=0|"));
    EXPECT_THAT(sent({35, 34, 43, 123, 36, 17}),
                ElementsAre("35=4 34=1 43=Y 123=Y 36=2 17=", "35=8 34=2 43=Y 123= 36= 17=1"));
    EXPECT_EQ(store_->next_sender(), 3u);
    EXPECT_EQ(store_->next_target(), 3u);
}

TEST_F(FixSessionTest, what_was_recorded_while_logged_off_comes_on_request) {
    log_on();
    session_->disconnect();
    EXPECT_EQ(logouts_, 1);
    const std::string report = fix_frame("35=8|49=PINION|56=CLIENT|34=2|52=" + fix_time_now() +
                                         "|37=1|17=1|150=0|39=0|55=ACME|54=1|151=10|14=0|6=0|");
    ASSERT_TRUE(store_->append_report(report, {1, 1, 1}));
    sent({});
    log_on(2);
    give(frame("2", 3, "7=2|16=0|"));
    EXPECT_THAT(sent({35, 34, 36}),
                ElementsAre("35=A 34=3 36=", "35=8 34=2 36=", "35=4 34=3 36=4"));
}

TEST_F(FixSessionTest, sequences_continue_in_a_new_process) {
    log_on();
    give(order(2));
    start();
    sent({});
    log_on(3);
    EXPECT_THAT(sent({35, 34}), ElementsAre("35=A 34=2"));
    EXPECT_EQ(store_->next_target(), 4u);
}

TEST_F(FixSessionTest, a_reset_at_logon_starts_a_new_epoch) {
    log_on();
    const auto epoch = store_->session_epoch();
    session_->disconnect();
    sent({});
    log_on(1, "141=Y|");
    EXPECT_THAT(sent({35, 34, 141}), ElementsAre("35=A 34=1 141=Y"));
    EXPECT_GT(store_->session_epoch(), epoch);
    EXPECT_EQ(store_->next_target(), 2u);
}

TEST_F(FixSessionTest, a_session_may_be_configured_to_reset_at_each_logon) {
    start(true);
    log_on();
    give(order(2));
    session_->disconnect();
    sent({});
    log_on();
    EXPECT_THAT(sent({35, 34}), ElementsAre("35=A 34=1"));
    EXPECT_EQ(store_->next_target(), 2u);
}

TEST_F(FixSessionTest, a_test_request_is_answered_with_its_id) {
    log_on();
    sent({});
    give(frame("1", 2, "112=ping|"));
    EXPECT_THAT(sent({35, 112}), ElementsAre("35=0 112=ping"));
}

TEST_F(FixSessionTest, a_logout_is_answered_and_the_connection_closed) {
    log_on();
    sent({});
    give(frame("5", 2, ""));
    EXPECT_THAT(sent({35}), ElementsAre("35=5"));
    EXPECT_EQ(disconnects_, 1);
    EXPECT_EQ(logouts_, 1);
}

TEST_F(FixSessionTest, our_logout_waits_for_the_clients) {
    log_on();
    sent({});
    session_->log_out("venue closes");
    EXPECT_THAT(sent({35, 58}), ElementsAre("35=5 58=venue closes"));
    EXPECT_EQ(disconnects_, 0);
    give(frame("5", 2, ""));
    EXPECT_EQ(disconnects_, 1);
    EXPECT_THAT(sent({35}), ElementsAre());
}

TEST_F(FixSessionTest, a_second_logon_ends_the_session) {
    log_on();
    give(frame("A", 2, "98=0|108=30|"));
    EXPECT_EQ(disconnects_, 1);
}

} // namespace
} // namespace pinion::fix
