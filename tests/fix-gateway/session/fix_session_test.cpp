// One session is fed hand-made frames; what it answers and what the store holds is compared with
// the rules of the FIX session layer. A frame is "35=..|.." with the CompIDs, sequence number and
// time filled in.

#include "fix-gateway/session/fix_session.h"
#include "fix-gateway/store/message_store.h"
#include "tests/fix-gateway/support/fix_text.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace pinion::fix {
namespace {

using test::fix_field;
using test::fix_frame;
using test::fix_time_now;
using testing::ElementsAre;
using testing::HasSubstr;

std::string dictionary_text() {
    std::ifstream file(FIX44_XML);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

class FixSessionTest : public testing::Test, public FixSessionHandler {
  protected:
    FixSessionTest() { start(); }

    void start(bool reset_on_logon = false) {
        session_.reset();
        store_.reset();
        store_ = std::make_unique<MessageStore>(directory_.path() / "CLIENT.store", "CLIENT");
        FixSessionOptions options;
        options.sender_comp_id = "PINION";
        options.target_comp_id = "CLIENT";
        options.reset_on_logon = reset_on_logon;
        session_ = std::make_unique<FixSession>(options, dictionary_, *store_, *this);
    }

    static std::string frame(const std::string& type, int sequence, const std::string& body,
                             const std::string& header = "") {
        return fix_frame("35=" + type + "|49=CLIENT|56=PINION|34=" + std::to_string(sequence) +
                         "|52=" + fix_time_now() + "|" + header + body);
    }

    bool give(const std::string& bytes) { return session_->receive(bytes.data(), bytes.size()); }

    void log_on(int sequence = 1, const std::string& more = "") {
        session_->attach();
        give(frame("A", sequence, "98=0|108=30|" + more));
    }

    static std::string order(int sequence, const std::string& id = "order",
                             const std::string& header = "") {
        return frame("D", sequence,
                     "11=" + id + "|55=ACME|54=1|60=" + fix_time_now() + "|38=10|40=2|44=1.5|",
                     header);
    }

    /// Fields `tags` of each frame sent since the last call: "35=A 34=1".
    std::vector<std::string> sent(std::initializer_list<int> tags) {
        std::vector<std::string> lines;
        for (const std::string& each : sent_) {
            std::string line;
            for (const int tag : tags)
                line +=
                    (line.empty() ? "" : " ") + std::to_string(tag) + "=" + fix_field(each, tag);
            lines.push_back(line);
        }
        sent_.clear();
        return lines;
    }

    void on_send(const char* bytes, std::size_t length) override {
        sent_.emplace_back(bytes, length);
    }

    void on_disconnect() override { ++disconnects_; }

    void on_logon(bool cancel_on_disconnect) override {
        ++logons_;
        cancel_on_disconnect_ = cancel_on_disconnect;
    }

    void on_logout() override { ++logouts_; }

    MessageAnswer on_message(const char* bytes, std::size_t length) override {
        const std::string message(bytes, length);
        messages_.push_back(fix_field(message, 34) + ":" + fix_field(message, 11));
        last_message_ = message;
        target_in_call_ = store_->next_target();
        return answer_;
    }

    void on_event(const std::string& text) override { events_.push_back(text); }

    test::TemporaryDirectory directory_;
    FixDictionary dictionary_{dictionary_text()};
    std::unique_ptr<MessageStore> store_;
    std::unique_ptr<FixSession> session_;
    std::vector<std::string> sent_;
    std::vector<std::string> messages_;
    std::vector<std::string> events_;
    std::string last_message_;
    MessageAnswer answer_{MessageVerdict::accepted, 0};
    std::uint32_t target_in_call_ = 0;
    bool cancel_on_disconnect_ = false;
    int disconnects_ = 0;
    int logons_ = 0;
    int logouts_ = 0;
};

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

const std::string order_head = "11=a|55=ACME|54=1|60=20240102-03:04:05|";

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

TEST_F(FixSessionTest, a_number_beyond_an_int_is_not_taken_for_another) {
    log_on();
    sent({});
    constexpr long wraps_to_two = (1L << 32) + 2;
    give(fix_frame("35=0|49=CLIENT|56=PINION|34=" + std::to_string(wraps_to_two) +
                   "|52=" + fix_time_now() + "|"));
    EXPECT_EQ(store_->next_target(), 2u);
    EXPECT_FALSE(give(frame("0", 2, std::to_string((1L << 32) + 112) + "=x|")));
}

TEST_F(FixSessionTest, hostile_numbers_leave_a_working_store) {
    for (const char* number : {"0", "-1", "2147483647", "2147483648", "99999999999999999999"}) {
        log_on(1, "141=Y|");
        give(frame("2", 2, std::string("7=") + number + "|16=" + number + "|"));
        give(frame("4", 3, std::string("36=") + number + "|"));
        give(frame("D", 4, std::string("11=a|34=") + number + "|"));
        give(fix_frame(std::string("35=0|49=CLIENT|56=PINION|34=") + number +
                       "|52=" + fix_time_now() + "|"));
        session_->disconnect();
        EXPECT_GE(store_->next_target(), 1u);
        EXPECT_LE(store_->next_target(), static_cast<std::uint32_t>(INT32_MAX));
    }
    start();
    log_on(1, "141=Y|");
    EXPECT_TRUE(session_->is_logged_on());
}

TEST_F(FixSessionTest, a_length_that_lies_about_raw_data_harms_nobody) {
    for (const char* length : {"5", "100000", "-7", "2147483647"}) {
        log_on(1, "141=Y|");
        give(frame("A", 2, std::string("98=0|108=30|95=") + length + "|96=abc|"));
        session_->disconnect();
    }
    log_on(1, "141=Y|");
    EXPECT_TRUE(session_->is_logged_on());
}

TEST_F(FixSessionTest, random_damage_to_frames_never_stops_a_session_for_good) {
    const char* given = std::getenv("PINION_SEED");
    const unsigned seed =
        given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device()();
    SCOPED_TRACE("PINION_SEED=" + std::to_string(seed));
    std::mt19937 random(seed);
    const std::vector<std::string> bodies{order_head + "38=1|40=2|44=1.5|18=6 G|",
                                          "7=1|16=0|",
                                          "123=Y|36=9|",
                                          "36=4|",
                                          "262=a|263=0|264=0|267=2|269=0|269=1|146=1|55=A|",
                                          "112=x|",
                                          "98=0|108=30|141=Y|95=3|96=abc|",
                                          ""};
    const std::vector<std::string> types{"D", "2", "4", "4", "V", "1", "A", "5"};
    for (int round = 0; round < 2000; ++round) {
        if (!session_->is_logged_on()) log_on(1, "141=Y|");
        ASSERT_TRUE(session_->is_logged_on());
        const std::size_t kind = random() % bodies.size();
        std::string text = "35=" + types[kind] +
                           "|49=CLIENT|56=PINION|34=" + std::to_string(store_->next_target()) +
                           "|52=" + fix_time_now() + "|" + bodies[kind];
        for (auto changes = random() % 4; changes > 0; --changes)
            text[random() % text.size()] = "|=0123456789AZ-. \xff"[random() % 18];
        if (random() % 8 == 0) text.erase(random() % text.size(), random() % 10);
        give(fix_frame(text));
        sent_.clear();
        if (random() % 16 == 0) session_->tick();
    }
}

} // namespace
} // namespace pinion::fix
