// A report becomes the message that tells it, with nothing asked and nothing remembered.

#include "fix-gateway/translate/reject_codes.h"
#include "tests/fix-gateway/translate/translation.h"

#include <set>

namespace pinion::fix {
namespace {

using shm::CommandKind;
using shm::RejectReason;
using shm::Report;
using shm::ReportKind;

const std::string session_fields = "34=1|49=PINION|52=19700101-00:00:00.000|56=CLIENT1|";

Report execution() {
    Report report{};
    report.kind = ReportKind::execution;
    report.exec_type = shm::ExecType::new_order;
    report.ord_status = shm::OrdStatus::new_order;
    report.side = shm::Side::buy;
    report.ord_type = shm::OrdType::limit;
    report.time_in_force = shm::TimeInForce::day;
    report.order_id = 0xab;
    report.exec_id = 0xcd;
    report.price_ticks = 201;
    report.quantity_lots = 10;
    report.leaves_lots = 10;
    report.instrument = 3;
    report.answers = CommandKind::new_order;
    report.cl_ord_id = shm::ClOrdId::from("a1").value();
    report.account = shm::AccountName::from("HOUSE").value();
    return report;
}

std::string body_of(const std::string& message) {
    const std::size_t begin = message.find("35=");
    return begin == std::string::npos ? "" : message.substr(begin, message.rfind("10=") - begin);
}

class TranslateOutTest : public TranslationTest {};

TEST_F(TranslateOutTest, an_acknowledgement_carries_the_whole_order) {
    EXPECT_EQ(body_of(out(execution())),
              "35=8|" + session_fields +
                  "37=7-00000000000000ab|11=a1|17=7-00000000000000cd|150=0|39=0|1=HOUSE|55=PINE|"
                  "54=1|40=2|59=0|38=100|44=10.05|151=100|14=0|6=0|60=19700101-00:00:00.000|");
}

TEST_F(TranslateOutTest, a_copy_is_marked_and_says_whose_it_is) {
    header.on_behalf_of_comp_id = "CLIENT2";
    const std::string copy = body_of(out(execution()));
    const std::string marks = "115=CLIENT2|";
    const std::string indicator = "797=Y|";
    ASSERT_NE(copy.find(marks), std::string::npos);
    ASSERT_TRUE(copy.ends_with(indicator));
    std::string rest = copy.substr(0, copy.size() - indicator.size());
    rest.erase(rest.find(marks), marks.size());
    header.on_behalf_of_comp_id = {};
    EXPECT_EQ(rest, body_of(out(execution())));
}

TEST_F(TranslateOutTest, a_fill_tells_price_quantity_average_and_liquidity) {
    Report fill = execution();
    fill.exec_type = shm::ExecType::trade;
    fill.ord_status = shm::OrdStatus::partially_filled;
    fill.last_lots = 2;
    fill.last_price_ticks = 200;
    fill.cumulative_lots = 3;
    fill.leaves_lots = 7;
    fill.cumulative_notional = shm::Notional::from(2 * 200 + 201);
    fill.liquidity = shm::LiquidityInd::removed;
    const std::string message = out(fill);
    for (const char* field : {"|150=F|", "|39=1|", "|32=20|", "|31=10|", "|14=30|", "|151=70|",
                              "|6=10.016667|", "|851=2|"})
        EXPECT_NE(message.find(field), std::string::npos) << field << " in " << message;
}

TEST_F(TranslateOutTest, the_other_id_goes_where_the_answered_message_had_it) {
    Report report = execution();
    report.reference_id = shm::ClOrdId::from("r9").value();
    report.answers = CommandKind::replace;
    EXPECT_NE(out(report).find("|41=r9|"), std::string::npos);
    report.answers = CommandKind::status;
    EXPECT_NE(out(report).find("|790=r9|"), std::string::npos);
    report.answers = CommandKind::mass_status;
    report.flags = shm::report_flags::last_of_mass;
    report.total_affected = 4;
    EXPECT_NE(out(report).find("|584=r9|"), std::string::npos);
    EXPECT_NE(out(report).find("|911=4|912=Y|"), std::string::npos);
}

TEST_F(TranslateOutTest, an_order_tells_every_instruction_that_it_has) {
    Report report = execution();
    report.ord_type = shm::OrdType::stop_limit;
    report.time_in_force = shm::TimeInForce::good_till_date;
    report.exec_inst = shm::exec_inst::post_only | shm::exec_inst::post_only_reprice;
    report.stop_price_ticks = 200;
    report.min_quantity_lots = 2;
    report.display_quantity_lots = 3;
    report.expire_time_ns = 1'704'189'600'000'000'000;
    EXPECT_NE(out(report).find("|54=1|40=4|59=6|18=6|126=20240102-10:00:00.000|38=100|44=10.05|99="
                               "10|110=20|111=30|"),
              std::string::npos)
        << out(report);
    report.exec_inst = shm::exec_inst::all_or_none;
    EXPECT_NE(out(report).find("|18=G|"), std::string::npos);
}

TEST_F(TranslateOutTest, a_triggered_stop_order_is_restated_and_keeps_its_stop_price) {
    Report triggered = execution();
    triggered.exec_type = shm::ExecType::restated;
    triggered.restatement_reason = shm::RestatementReason::market_option;
    triggered.flags = shm::report_flags::unsolicited;
    triggered.answers = CommandKind{};
    triggered.ord_type = shm::OrdType::market;
    triggered.stop_price_ticks = 200;
    const std::string message = out(triggered);
    for (const char* field : {"|150=D|", "|39=0|", "|40=1|", "|99=10|", "|378=8|", "|151=100|"})
        EXPECT_NE(message.find(field), std::string::npos) << field << " in " << message;
    EXPECT_EQ(message.find("|41="), std::string::npos) << message;
}

TEST_F(TranslateOutTest, an_order_that_goes_on_into_another_day_is_restated) {
    Report renewed = execution();
    renewed.exec_type = shm::ExecType::restated;
    renewed.restatement_reason = shm::RestatementReason::gt_renewal;
    EXPECT_NE(out(renewed).find("|378=1|"), std::string::npos);
    renewed.restatement_reason = shm::RestatementReason::partial_decline;
    EXPECT_NE(out(renewed).find("|378=5|"), std::string::npos);
}

TEST_F(TranslateOutTest, an_expired_order_is_neither_canceled_nor_rejected) {
    Report expired = execution();
    expired.exec_type = shm::ExecType::expired;
    expired.ord_status = shm::OrdStatus::expired;
    expired.leaves_lots = 0;
    const std::string message = out(expired);
    for (const char* field : {"|150=C|", "|39=C|", "|38=100|", "|151=0|"})
        EXPECT_NE(message.find(field), std::string::npos) << field << " in " << message;
    EXPECT_EQ(message.find("|103="), std::string::npos) << message;
}

TEST_F(TranslateOutTest, why_the_venue_canceled_an_order_is_said_in_words) {
    Report canceled = execution();
    canceled.exec_type = shm::ExecType::canceled;
    canceled.ord_status = shm::OrdStatus::canceled;
    canceled.reason = RejectReason::self_trade_prevented;
    const std::string message = out(canceled);
    EXPECT_NE(message.find("|58=Canceled to prevent a self trade|"), std::string::npos) << message;
    EXPECT_EQ(message.find("|103="), std::string::npos) << message;
}

TEST_F(TranslateOutTest, a_mass_status_without_orders_is_one_report_about_none) {
    Report none{};
    none.kind = ReportKind::execution;
    none.exec_type = shm::ExecType::order_status;
    none.ord_status = shm::OrdStatus::rejected;
    none.reason = RejectReason::unknown_order;
    none.answers = CommandKind::mass_status;
    none.flags = shm::report_flags::last_of_mass;
    none.exec_id = 0xcd;
    none.instrument = no_instrument;
    none.reference_id = shm::ClOrdId::from("m1").value();
    EXPECT_EQ(body_of(out(none)),
              "35=8|" + session_fields +
                  "37=NONE|584=m1|17=7-00000000000000cd|150=I|39=8|55=[N/A]|54=7|151=0|14=0|6=0|60="
                  "19700101-00:00:00.000|103=5|911=0|912=Y|58=Unknown order|");
    none.instrument = 3;
    EXPECT_NE(out(none).find("|55=PINE|54=7|"), std::string::npos) << out(none);
}

TEST_F(TranslateOutTest, a_mass_cancel_report_says_how_many_orders_it_canceled) {
    Report report{};
    report.kind = ReportKind::mass_cancel_report;
    report.answers = CommandKind::mass_cancel;
    report.order_id = 0xab;
    report.mass_scope = '7';
    report.total_affected = 12;
    report.cl_ord_id = shm::ClOrdId::from("m1").value();
    report.instrument = no_instrument;
    EXPECT_EQ(body_of(out(report)),
              "35=r|" + session_fields + "37=7-00000000000000ab|11=m1|530=7|531=7|533=12|");
    report.total_affected = 0;
    EXPECT_NE(out(report).find("|531=7|533=0|"), std::string::npos);
}

TEST_F(TranslateOutTest, a_refused_mass_cancel_says_why) {
    Report report{};
    report.kind = ReportKind::mass_cancel_report;
    report.answers = CommandKind::mass_cancel;
    report.mass_scope = '1';
    report.reason = RejectReason::unknown_symbol;
    report.cl_ord_id = shm::ClOrdId::from("m1").value();
    EXPECT_EQ(body_of(out(report)), "35=r|" + session_fields + "37=NONE|11=m1|530=1|531=0|532=1|");
    report.mass_scope = '3';
    report.reason = RejectReason::unsupported_instruction;
    EXPECT_NE(out(report).find("|530=3|531=0|532=0|"), std::string::npos);
}

TEST_F(TranslateOutTest, a_refused_mass_status_is_named_by_its_own_id) {
    Report report{};
    report.kind = ReportKind::business_reject;
    report.answers = CommandKind::mass_status;
    report.msg_seq_num = 12;
    report.reason = RejectReason::unknown_symbol;
    report.reference_id = shm::ClOrdId::from("m1").value();
    EXPECT_EQ(body_of(out(report)),
              "35=j|" + session_fields + "45=12|372=AF|379=m1|380=2|58=Unknown symbol|");
}

TEST_F(TranslateOutTest, a_refused_order_has_code_and_text_and_only_what_the_venue_can_represent) {
    Report refused = execution();
    refused.exec_type = shm::ExecType::rejected;
    refused.ord_status = shm::OrdStatus::rejected;
    refused.reason = RejectReason::price_off_tick;
    refused.order_id = 0;
    refused.price_ticks = 0;
    refused.leaves_lots = 0;
    const std::string message = out(refused);
    EXPECT_NE(message.find("|37=NONE|"), std::string::npos) << message;
    EXPECT_NE(message.find("|103=99|58=Price is not a multiple of the tick|"), std::string::npos)
        << message;
    EXPECT_EQ(message.find("|44="), std::string::npos) << message;
}

TEST_F(TranslateOutTest, an_unknown_symbol_is_told_back) {
    Report refused = execution();
    refused.exec_type = shm::ExecType::rejected;
    refused.ord_status = shm::OrdStatus::rejected;
    refused.reason = RejectReason::unknown_symbol;
    refused.instrument = no_instrument;
    refused.account = shm::AccountName::from("ELM").value();
    const std::string message = out(refused);
    EXPECT_NE(message.find("|55=ELM|"), std::string::npos) << message;
    EXPECT_NE(message.find("|103=1|"), std::string::npos) << message;
    EXPECT_NE(message.find("|151=0|14=0|6=0|"), std::string::npos) << message;
}

TEST_F(TranslateOutTest, a_cancel_reject_says_what_it_answers) {
    Report reject{};
    reject.kind = ReportKind::cancel_reject;
    reject.ord_status = shm::OrdStatus::rejected;
    reject.reason = RejectReason::unknown_order;
    reject.answers = CommandKind::replace;
    reject.cl_ord_id = shm::ClOrdId::from("a2").value();
    reject.reference_id = shm::ClOrdId::from("a1").value();
    EXPECT_EQ(
        body_of(out(reject)),
        "35=9|" + session_fields +
            "37=NONE|11=a2|41=a1|39=8|60=19700101-00:00:00.000|434=2|102=1|58=Unknown order|");
}

TEST_F(TranslateOutTest, a_business_reject_points_at_the_message) {
    shm::Command command{};
    command.kind = CommandKind::new_order;
    command.msg_seq_num = 12;
    command.cl_ord_id = shm::ClOrdId::from("a1").value();
    EXPECT_EQ(body_of(out(business_reject_of(command, RejectReason::engine_unavailable))),
              "35=j|" + session_fields +
                  "45=12|372=D|379=a1|380=4|58=Matching engine not available|");
}

TEST_F(TranslateOutTest, what_cannot_be_told_is_empty) {
    Report report = execution();
    report.instrument = 99;
    EXPECT_EQ(out(report), "");
    report = execution();
    EXPECT_EQ(out(report, 2), "");
    report.cl_ord_id.bytes[0] = '\x01';
    EXPECT_EQ(out(report), "");
    report = execution();
    report.kind = ReportKind{99};
    EXPECT_EQ(out(report), "");
}

TEST(RejectCodes, every_reason_has_codes_that_fix_4_4_knows_and_a_text_of_its_own) {
    const std::set<int> ord_rej = {0, 1, 2, 3, 4, 5, 6, 11, 13, 15, 99};
    const std::set<int> cxl_rej = {0, 1, 2, 3, 6, 99};
    const std::set<int> mass_cancel = {0, 1, 99};
    std::set<std::string_view> texts;
    for (int value = 0; value <= static_cast<int>(RejectReason::risk_is_off); ++value) {
        const RejectCodes& codes = reject_codes(static_cast<RejectReason>(value));
        EXPECT_TRUE(ord_rej.contains(codes.ord_rej_reason)) << value;
        EXPECT_TRUE(cxl_rej.contains(codes.cxl_rej_reason)) << value;
        EXPECT_LE(codes.business_reject_reason, 6) << value;
        EXPECT_TRUE(mass_cancel.contains(codes.mass_cancel_reject_reason)) << value;
        EXPECT_FALSE(codes.text.empty()) << value;
        EXPECT_TRUE(texts.insert(codes.text).second) << codes.text;
    }
    EXPECT_EQ(&reject_codes(RejectReason{9999}), &reject_codes(RejectReason::other));
}

TEST(RejectCodes, the_reasons_that_fix_names_have_its_codes) {
    EXPECT_EQ(reject_codes(RejectReason::unknown_symbol).ord_rej_reason, 1);
    EXPECT_EQ(reject_codes(RejectReason::duplicate_cl_ord_id).ord_rej_reason, 6);
    EXPECT_EQ(reject_codes(RejectReason::duplicate_cl_ord_id).cxl_rej_reason, 6);
    EXPECT_EQ(reject_codes(RejectReason::unknown_account).ord_rej_reason, 15);
    EXPECT_EQ(reject_codes(RejectReason::unknown_order).cxl_rej_reason, 1);
    EXPECT_EQ(reject_codes(RejectReason::too_late).cxl_rej_reason, 0);
    EXPECT_EQ(reject_codes(RejectReason::engine_unavailable).business_reject_reason, 4);
    EXPECT_EQ(reject_codes(RejectReason::price_outside_band).ord_rej_reason, 3);
}

} // namespace
} // namespace pinion::fix
