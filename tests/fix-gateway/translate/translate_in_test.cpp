// A FIX message becomes the command that it asks for, or a refusal that names what is wrong.

#include "shm/cl_ord_id_hash.h"
#include "shm/messages/venue_id.h"
#include "tests/fix-gateway/translate/translation.h"

namespace pinion::fix {
namespace {

using shm::Command;
using shm::CommandKind;
using shm::RejectReason;

const std::string head = "35=D|34=12|49=CLIENT1|52=20240101-00:00:00|56=PINION|";
const std::string limit_order =
    head + "11=a1|55=PINE|54=1|60=20240101-00:00:00|38=100|40=2|44=10.05|";

class TranslateInTest : public TranslationTest {
  protected:
    Command command_of(const std::string& body) {
        const Inbound inbound = in(body);
        EXPECT_EQ(inbound.outcome, Inbound::Outcome::command) << body;
        return inbound.command;
    }

    void expect_rejected(const std::string& body, RejectReason reason,
                         CommandKind kind = CommandKind::new_order) {
        const Command command = command_of(body);
        EXPECT_EQ(command.kind, CommandKind::rejected) << body;
        EXPECT_EQ(command.reason, reason) << body;
        EXPECT_EQ(command.rejected_kind, static_cast<std::uint8_t>(kind)) << body;
        EXPECT_EQ(command.cl_ord_id.view(), "a1") << body;
    }

    void expect_fault(const std::string& body, SessionRejectReason reason, Tag tag) {
        const Inbound inbound = in(body);
        EXPECT_EQ(inbound.outcome, Inbound::Outcome::session_reject) << body;
        EXPECT_EQ(inbound.session_reject, (SessionReject{reason, tag})) << body;
    }

    /// The header of a message of that type.
    static std::string head_of(const std::string& msg_type) {
        return "35=" + msg_type + "|34=12|49=CLIENT1|52=20240101-00:00:00|56=PINION|";
    }

    /// `limit_order` with one piece of text replaced.
    static std::string with(const std::string& from, const std::string& to) {
        std::string body = limit_order;
        EXPECT_NE(body.find(from), std::string::npos) << from;
        return body.replace(body.find(from), from.size(), to);
    }
};

TEST_F(TranslateInTest, a_limit_order_becomes_a_command_for_the_engine_of_its_symbol) {
    const Inbound inbound = in(limit_order);
    ASSERT_EQ(inbound.outcome, Inbound::Outcome::command);
    EXPECT_EQ(inbound.engine, 0);
    const Command& command = inbound.command;
    EXPECT_EQ(command.kind, CommandKind::new_order);
    EXPECT_EQ(command.side, shm::Side::buy);
    EXPECT_EQ(command.ord_type, shm::OrdType::limit);
    EXPECT_EQ(command.time_in_force, shm::TimeInForce::day);
    EXPECT_EQ(command.engine_epoch, 70U);
    EXPECT_EQ(command.session_epoch, 9U);
    EXPECT_EQ(command.session, 5);
    EXPECT_EQ(command.gateway, 2);
    EXPECT_EQ(command.msg_seq_num, 12U);
    EXPECT_EQ(command.instrument, 3U);
    EXPECT_EQ(command.price_ticks, 201);
    EXPECT_EQ(command.quantity_lots, 10U);
    EXPECT_EQ(command.transact_time_ns, 1'704'067'200'000'000'000);
    EXPECT_EQ(command.cl_ord_id.view(), "a1");
    EXPECT_EQ(command.cl_ord_id_hash, shm::cl_ord_id_hash(command.cl_ord_id, {1, 2}));
    EXPECT_EQ(command.account.view(), "HOUSE");
}

TEST_F(TranslateInTest, the_key_of_the_owning_engine_makes_the_hash) {
    const Inbound inbound =
        in(with("55=PINE", "55=OAK").replace(limit_order.find("44=10.05") - 1, 8, "44=10"));
    EXPECT_EQ(inbound.engine, 1);
    EXPECT_EQ(inbound.command.engine_epoch, 80U);
    EXPECT_EQ(inbound.command.cl_ord_id_hash,
              shm::cl_ord_id_hash(inbound.command.cl_ord_id, {3, 4}));
}

TEST_F(TranslateInTest, every_optional_field_of_an_order_arrives) {
    const Command command = command_of(
        with("40=2", "40=4") +
        "99=9.95|59=6|126=20240102-10:00:00|18=6 G|110=20|111=30|1=DESK|7928=N|7930=R|97=Y|21=1|");
    EXPECT_EQ(command.ord_type, shm::OrdType::stop_limit);
    EXPECT_EQ(command.stop_price_ticks, 199);
    EXPECT_EQ(command.time_in_force, shm::TimeInForce::good_till_date);
    EXPECT_EQ(command.expire_time_ns, 1'704'189'600'000'000'000);
    EXPECT_EQ(command.exec_inst, shm::exec_inst::post_only | shm::exec_inst::all_or_none |
                                     shm::exec_inst::post_only_reprice);
    EXPECT_EQ(command.min_quantity_lots, 2U);
    EXPECT_EQ(command.display_quantity_lots, 3U);
    EXPECT_EQ(command.account.view(), "DESK");
    EXPECT_EQ(command.self_trade_prevention, shm::SelfTradePrevention::cancel_newest);
    EXPECT_EQ(command.flags, shm::command_flags::poss_resend);
}

TEST_F(TranslateInTest, an_expire_date_means_the_end_of_that_day) {
    EXPECT_EQ(command_of(limit_order + "59=6|432=20240101|").expire_time_ns,
              1'704'153'599'999'999'999);
}

TEST_F(TranslateInTest, what_the_venue_does_not_trade_is_refused_with_its_ids) {
    expect_rejected(with("55=PINE", "55=ELM"), RejectReason::unknown_symbol);
    expect_rejected(with("44=10.05", "44=10.06"), RejectReason::price_off_tick);
    expect_rejected(with("44=10.05", "44=" + std::string(40, '9')),
                    RejectReason::price_outside_band);
    expect_rejected(with("38=100", "38=105"), RejectReason::quantity_off_lot);
    expect_rejected(with("38=100", "38=-100"), RejectReason::quantity_above_maximum);
    expect_rejected(with("44=10.05|", ""), RejectReason::price_missing);
    expect_rejected(with("40=2", "40=1"), RejectReason::price_not_allowed);
    expect_rejected(with("40=2", "40=3"), RejectReason::price_not_allowed);
    expect_rejected(with("40=2", "40=4"), RejectReason::price_missing);
    expect_rejected(limit_order + "18=A|", RejectReason::unsupported_instruction);
}

TEST_F(TranslateInTest, an_unknown_symbol_travels_in_the_accounts_place) {
    const Command command = command_of(with("55=PINE", "55=ELM"));
    EXPECT_EQ(command.instrument, no_instrument);
    EXPECT_EQ(command.account.view(), "ELM");
}

TEST_F(TranslateInTest, a_missing_field_is_named) {
    expect_fault(with("11=a1|", ""), SessionRejectReason::required_tag_missing, tag::cl_ord_id);
    expect_fault(with("55=PINE|", ""), SessionRejectReason::required_tag_missing, tag::symbol);
    expect_fault(with("54=1|", ""), SessionRejectReason::required_tag_missing, tag::side);
    expect_fault(with("60=20240101-00:00:00|", ""), SessionRejectReason::required_tag_missing,
                 tag::transact_time);
    expect_fault(with("38=100|", ""), SessionRejectReason::required_tag_missing, tag::order_qty);
    expect_fault(with("40=2|", ""), SessionRejectReason::required_tag_missing, tag::ord_type);
}

TEST_F(TranslateInTest, a_value_that_fix_does_not_know_is_out_of_range) {
    expect_fault(with("54=1", "54=3"), SessionRejectReason::value_out_of_range, tag::side);
    expect_fault(with("54=1", "54=12"), SessionRejectReason::value_out_of_range, tag::side);
    expect_fault(with("40=2", "40=9"), SessionRejectReason::value_out_of_range, tag::ord_type);
    expect_fault(limit_order + "59=5|", SessionRejectReason::value_out_of_range,
                 tag::time_in_force);
    expect_fault(limit_order + "7928=X|", SessionRejectReason::value_out_of_range,
                 tag::self_trade_prevention);
    expect_fault(limit_order + "7930=X|", SessionRejectReason::value_out_of_range,
                 tag::post_only_action);
}

TEST_F(TranslateInTest, a_text_longer_than_the_venue_holds_is_out_of_range) {
    EXPECT_EQ(command_of(with("11=a1", "11=" + std::string(20, 'x'))).kind, CommandKind::new_order);
    expect_fault(with("11=a1", "11=" + std::string(21, 'x')),
                 SessionRejectReason::value_out_of_range, tag::cl_ord_id);
    expect_fault(with("55=PINE", "55=" + std::string(17, 'x')),
                 SessionRejectReason::value_out_of_range, tag::symbol);
    expect_fault(limit_order + "1=" + std::string(17, 'x') + "|",
                 SessionRejectReason::value_out_of_range, tag::account);
}

TEST_F(TranslateInTest, a_number_or_time_that_is_none_has_a_wrong_format) {
    expect_fault(with("44=10.05", "44=ten"), SessionRejectReason::incorrect_data_format,
                 tag::price);
    expect_fault(with("38=100", "38=1e2"), SessionRejectReason::incorrect_data_format,
                 tag::order_qty);
    expect_fault(with("60=20240101-00:00:00", "60=today"),
                 SessionRejectReason::incorrect_data_format, tag::transact_time);
    expect_fault(limit_order + "432=2024|", SessionRejectReason::incorrect_data_format,
                 tag::expire_date);
    expect_fault(limit_order + "18=6G|", SessionRejectReason::incorrect_data_format,
                 tag::exec_inst);
}

TEST_F(TranslateInTest, a_tag_that_comes_twice_is_named) {
    expect_fault(limit_order + "38=200|", SessionRejectReason::tag_repeated, tag::order_qty);
}

TEST_F(TranslateInTest, cancel_replace_and_status_name_the_order_that_they_mean) {
    const std::string session_fields = "34=12|49=CLIENT1|52=20240101-00:00:00|56=PINION|";
    const std::string order = "11=a1|55=PINE|54=2|60=20240101-00:00:00|";
    const Command cancel = command_of("35=F|" + session_fields + "41=a0|" + order);
    EXPECT_EQ(cancel.kind, CommandKind::cancel);
    EXPECT_EQ(cancel.reference_id.view(), "a0");
    EXPECT_EQ(cancel.reference_id_hash, shm::cl_ord_id_hash(cancel.reference_id, {1, 2}));
    EXPECT_EQ(cancel.side, shm::Side::sell);

    const Command replace = command_of("35=G|" + session_fields + "41=a0|" + order +
                                       "38=50|40=2|44=11|37=7-00000000000000ab|111=20|59=6|"
                                       "126=20240102-10:00:00|");
    EXPECT_EQ(replace.kind, CommandKind::replace);
    EXPECT_EQ(replace.quantity_lots, 5U);
    EXPECT_EQ(replace.price_ticks, 220);
    EXPECT_EQ(replace.order_id, 0xabU);
    EXPECT_EQ(replace.display_quantity_lots, 2U);
    EXPECT_EQ(replace.expire_time_ns, 1'704'189'600'000'000'000);

    const Command status = command_of("35=H|" + session_fields + "11=a1|55=PINE|54=1|790=r1|");
    EXPECT_EQ(status.kind, CommandKind::status);
    EXPECT_EQ(status.reference_id.view(), "r1");

    expect_fault("35=F|" + session_fields + order, SessionRejectReason::required_tag_missing,
                 tag::orig_cl_ord_id);
    expect_rejected("35=F|" + session_fields + "41=a0|" + order + "38=5|",
                    RejectReason::quantity_off_lot, CommandKind::cancel);
}

TEST_F(TranslateInTest, an_order_id_that_this_engine_never_gave_names_no_order) {
    for (const char* id : {"8-00000000000000ab", "7-ab", "x", "7-00000000000000AB",
                           "7-0000000000000000", "07-00000000000000ab"})
        EXPECT_EQ(command_of(limit_order + "37=" + id + "|").order_id, shm::foreign_order_id) << id;
}

TEST_F(TranslateInTest, an_expire_time_comes_before_an_expire_date) {
    EXPECT_EQ(command_of(limit_order + "59=6|432=20240101|126=20240102-10:00:00|").expire_time_ns,
              1'704'189'600'000'000'000);
}

TEST_F(TranslateInTest, a_minimum_or_display_quantity_of_nothing_is_refused) {
    expect_rejected(limit_order + "110=0|", RejectReason::quantity_zero);
    expect_rejected(limit_order + "111=0|", RejectReason::quantity_zero);
    expect_rejected(limit_order + "110=15|", RejectReason::quantity_off_lot);
    expect_rejected(limit_order + "111=15|", RejectReason::quantity_off_lot);
}

TEST_F(TranslateInTest, stop_orders_have_a_stop_price) {
    const Command stop = command_of(with("40=2|44=10.05|", "40=3|99=10.05|"));
    EXPECT_EQ(stop.ord_type, shm::OrdType::stop);
    EXPECT_EQ(stop.stop_price_ticks, 201);
    EXPECT_EQ(stop.price_ticks, 0);
    expect_rejected(with("40=2|44=10.05|", "40=3|"), RejectReason::price_missing);
    expect_rejected(with("40=2", "40=4"), RejectReason::price_missing);
    expect_rejected(limit_order + "99=10.05|", RejectReason::price_not_allowed);
    expect_rejected(with("40=2|44=10.05|", "40=3|99=10.06|"), RejectReason::price_off_tick);
}

TEST_F(TranslateInTest, what_the_venue_does_not_know_of_time_in_force_is_the_engines_to_refuse) {
    for (const char time_in_force : {'0', '1', '2', '3', '4', '6', '7'})
        EXPECT_EQ(command_of(limit_order + "59=" + time_in_force + "|").time_in_force,
                  shm::TimeInForce(time_in_force));
}

TEST_F(TranslateInTest, mass_requests_have_a_scope) {
    const std::string session_fields = "34=12|49=CLIENT1|52=20240101-00:00:00|56=PINION|";
    const Command all = command_of("35=q|" + session_fields + "11=a1|530=7|60=20240101-00:00:00|");
    EXPECT_EQ(all.kind, CommandKind::mass_cancel);
    EXPECT_EQ(all.mass_scope, '7');
    EXPECT_EQ(all.side, shm::Side{});
    const Command one = command_of("35=AF|" + session_fields + "584=m1|585=1|55=PINE|");
    EXPECT_EQ(one.kind, CommandKind::mass_status);
    EXPECT_EQ(one.reference_id.view(), "m1");
    EXPECT_EQ(one.instrument, 3U);
    const Command side =
        command_of("35=q|" + session_fields + "11=a1|530=7|54=2|60=20240101-00:00:00|");
    EXPECT_EQ(side.side, shm::Side::sell);
}

TEST_F(TranslateInTest,
       a_mass_request_about_one_symbol_goes_to_its_engine_and_one_about_all_to_all) {
    const std::string mass_cancel = head_of("q") + "11=a1|60=20240101-00:00:00|";
    const Inbound one = in(mass_cancel + "530=1|55=OAK|");
    EXPECT_FALSE(one.is_for_all_engines);
    EXPECT_EQ(one.engine, 1);
    const Inbound all = in(mass_cancel + "530=7|55=OAK|");
    EXPECT_TRUE(all.is_for_all_engines);
    EXPECT_EQ(all.command.instrument, no_instrument);
    expect_fault(mass_cancel + "530=7|55=" + std::string(17, 'x') + "|",
                 SessionRejectReason::value_out_of_range, tag::symbol);

    Command second = all.command;
    address(second, routes.engines()[1]);
    EXPECT_EQ(second.engine_epoch, 80U);
    EXPECT_EQ(second.cl_ord_id_hash, shm::cl_ord_id_hash(second.cl_ord_id, {3, 4}));
    expect_rejected(mass_cancel + "530=1|55=ELM|", RejectReason::unknown_symbol,
                    CommandKind::mass_cancel);
}

TEST_F(TranslateInTest, scopes_that_fix_knows_and_the_venue_does_not_are_the_engines_to_refuse) {
    const Command command = command_of(head_of("q") + "11=a1|530=3|60=20240101-00:00:00|");
    EXPECT_EQ(command.kind, CommandKind::mass_cancel);
    EXPECT_EQ(command.mass_scope, '3');
    EXPECT_EQ(command_of(head_of("AF") + "584=m1|585=8|").mass_scope, '8');
    expect_fault(head_of("q") + "11=a1|530=8|60=20240101-00:00:00|",
                 SessionRejectReason::value_out_of_range, tag::mass_cancel_request_type);
}

TEST_F(TranslateInTest, a_mass_request_about_one_symbol_must_say_which) {
    for (const std::string& body :
         {head_of("q") + "11=a1|530=1|60=20240101-00:00:00|", head_of("AF") + "584=m1|585=1|"}) {
        const Inbound inbound = in(body);
        EXPECT_EQ(inbound.outcome, Inbound::Outcome::business_reject) << body;
        EXPECT_EQ(inbound.business_reject.reason, 5) << body;
        EXPECT_EQ(inbound.business_reject.tag, tag::symbol) << body;
    }
}

TEST_F(TranslateInTest, a_message_that_is_none_of_ours_is_a_business_reject) {
    const Inbound inbound = in("35=B|34=12|");
    EXPECT_EQ(inbound.outcome, Inbound::Outcome::business_reject);
    EXPECT_EQ(inbound.business_reject.reason, 3);
}

} // namespace
} // namespace pinion::fix
