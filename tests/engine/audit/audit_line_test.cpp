// Every byte of a message is seen in its line, but for the spare ones.
#include "engine/audit/audit_line.h"
#include "engine/audit/words.h"
#include "shm/messages/account_limits.h"
#include "shm/messages/control_list.h"
#include "shm/messages/control_report.h"
#include "shm/messages/phase_request.h"
#include "tests/engine/support/names.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstring>
#include <set>

namespace pinion::engine {
namespace {

template <class Message>
std::set<std::size_t> unseen_bytes(const Message& message, std::size_t begin, std::size_t end) {
    const EngineOptions options;
    std::set<std::size_t> unseen;
    const auto before = audit_line(options, {1, 0}, message);
    for (std::size_t i = begin; i < end; ++i) {
        auto changed = message;
        reinterpret_cast<unsigned char*>(&changed)[i] = 'A';
        const auto line = audit_line(options, {1, 0}, changed);
        EXPECT_TRUE(nlohmann::json::accept(line)) << line;
        if (line == before) unseen.insert(i);
    }
    return unseen;
}

template <class Message>
std::set<std::size_t> unseen_bytes(std::size_t bytes) {
    return unseen_bytes(Message{}, 0, bytes);
}

TEST(AuditLine, shows_every_byte_of_a_command) {
    auto unseen = unseen_bytes<shm::LogRecord>(offsetof(shm::LogRecord, spare_0));
    const std::size_t command = offsetof(shm::SequencedCommand, command);
    for (std::size_t i = 0; i < 8; ++i) unseen.erase(i); // the sequence is the line's place
    unseen.erase(command + offsetof(shm::Command, spare_0));
    for (std::size_t i = 0; i < sizeof(shm::Command::spare_1); ++i)
        unseen.erase(command + offsetof(shm::Command, spare_1) + i);
    EXPECT_EQ(unseen, std::set<std::size_t>{});
}

TEST(AuditLine, shows_every_byte_that_says_something_in_a_control_command_and_its_answer) {
    shm::LogRecord record{};
    const auto command = offsetof(shm::SequencedCommand, command);
    record.sequenced.command.kind = shm::CommandKind::control;
    auto unseen = unseen_bytes(record, command, command + sizeof(shm::Command));
    const auto erase = [&](std::size_t begin, std::size_t bytes) {
        for (std::size_t i = begin; i < begin + bytes; ++i) unseen.erase(i);
    };
    erase(command, 1); // another kind has other fields
    using Control = shm::ControlCommand;
    erase(command + offsetof(Control, spare_0), sizeof(Control::spare_0));
    erase(command + offsetof(Control, spare_1), sizeof(Control::spare_1));
    erase(command + offsetof(Control, spare_2), sizeof(Control::spare_2));
    erase(command + offsetof(Control, spare_3), sizeof(Control::spare_3));
    EXPECT_EQ(unseen, std::set<std::size_t>{});

    shm::Report report{};
    report.kind = shm::ReportKind::control;
    unseen = unseen_bytes(report, 0, sizeof(report));
    using Answer = shm::ControlReport;
    erase(0, 1);
    erase(offsetof(Answer, spare_0), sizeof(Answer::spare_0));
    erase(offsetof(Answer, spare_1), sizeof(Answer::spare_1));
    erase(offsetof(Answer, spare_2), sizeof(Answer::spare_2));
    erase(offsetof(Answer, spare_3), sizeof(Answer::spare_3));
    erase(offsetof(Answer, spare_4), sizeof(Answer::spare_4));
    EXPECT_EQ(unseen, std::set<std::size_t>{});
}

TEST(AuditLine, says_what_an_account_got_and_what_it_may_do) {
    shm::ControlCommand command{};
    command.kind = shm::CommandKind::control;
    command.action = shm::ControlAction::credit;
    const auto amount = shm::Notional::from(shm::Int128{-1'000'000'000'000} * 1'000'000'000'000);
    shm::set_payload(command, shm::Credit{*shm::AssetName::from("USD"), amount});
    const auto line = [&] {
        shm::LogRecord record{};
        record.sequenced.command = shm::command_of(command);
        return nlohmann::json::parse(audit_line({}, {1, 0}, record));
    };
    EXPECT_EQ(line()["asset"], "USD");
    EXPECT_EQ(line()["amount"], "-1000000000000000000000000");

    command.action = shm::ControlAction::set_limits;
    shm::SetLimits limits{};
    limits.limits.open_orders_max = 7;
    limits.fields = shm::limit_fields::open_orders;
    shm::set_payload(command, limits);
    EXPECT_EQ(line()["open_orders_max"], 7);
    EXPECT_EQ(line()["fields"], 16);
    EXPECT_FALSE(line().contains("exposure_max"));
}

TEST(AuditLine, says_which_phase_was_asked_for) {
    shm::ControlCommand command{};
    command.kind = shm::CommandKind::control;
    command.action = shm::ControlAction::set_phase;
    shm::PhaseRequest request{};
    request.phase = shm::TradingPhase::halted;
    request.length_ns = 5;
    shm::set_payload(command, request);
    shm::LogRecord record{};
    record.sequenced.command = shm::command_of(command);
    const auto line = nlohmann::json::parse(audit_line({}, {1, 0}, record));
    EXPECT_EQ(line["action"], "set_phase");
    EXPECT_EQ(line["phase"], "halted");
    EXPECT_EQ(line["length_ns"], 5);
}

TEST(AuditLine, says_what_a_list_tells) {
    shm::ControlCommand command{};
    command.kind = shm::CommandKind::control;
    command.action = shm::ControlAction::list;
    command.flags = static_cast<std::uint8_t>(shm::ListSubject::balances);
    shm::set_payload(command, shm::ListRequest{7});
    shm::LogRecord record{};
    record.sequenced.command = shm::command_of(command);
    const auto line = nlohmann::json::parse(audit_line({}, {1, 0}, record));
    EXPECT_EQ(line["action"], "list");
    EXPECT_EQ(line["subject"], "balances");
    EXPECT_EQ(line["rows_max"], 7);
    EXPECT_FALSE(line.contains("payload"));
}

TEST(AuditLine, shows_every_byte_of_an_event) {
    EXPECT_EQ(unseen_bytes<shm::Report>(sizeof(shm::Report)),
              std::set<std::size_t>{offsetof(shm::Report, spare_0)});
    EXPECT_EQ(unseen_bytes<shm::FeedEvent>(sizeof(shm::FeedEvent)), std::set<std::size_t>{});
}

TEST(AuditLine, writes_prices_times_and_ids_as_people_do) {
    EngineOptions options;
    options.engine_id = 7;
    options.instruments.resize(1);
    options.instruments[0].tick_units = 5;
    options.instruments[0].price_decimals = 2;
    options.instruments[0].lot_units = 1;
    shm::FeedEvent event{};
    event.order_id = 0x2b;
    event.price_ticks = -1;
    event.time_ns = 1'000'000'001;
    const auto line = nlohmann::json::parse(audit_line(options, {3, 2}, event));
    EXPECT_EQ(line["order_id"], "7-000000000000002b");
    EXPECT_EQ(line["price"], "-0.05");
    EXPECT_EQ(line["price_ticks"], -1);
    EXPECT_EQ(line["time"], "1970-01-01T00:00:01.000000001Z");
    EXPECT_EQ(line["sequence"], 3);
    EXPECT_EQ(line["index"], 2);
}

TEST(AuditLine, writes_the_venues_codes_as_words_and_those_of_fix_as_characters) {
    shm::Report report{};
    report.kind = shm::ReportKind::cancel_reject;
    report.reason = shm::RejectReason::too_late;
    report.answers = shm::CommandKind::replace;
    report.side = shm::Side::sell;
    report.mass_scope = shm::mass_scope::everything;
    const auto line = nlohmann::json::parse(audit_line({}, {1, 1}, report));
    EXPECT_EQ(line["type"], "reject");
    EXPECT_EQ(line["kind"], "cancel_reject");
    EXPECT_EQ(line["reason"], "too_late");
    EXPECT_EQ(line["answers"], "replace");
    EXPECT_EQ(line["side"], "2");
    EXPECT_EQ(line["mass_scope"], "7");
}

TEST(AuditLine, has_a_word_for_every_reason) {
    for (std::uint16_t number = 1; number < 1000; ++number) {
        const auto reason = static_cast<shm::RejectReason>(number);
        const auto word = word_of(reason);
        EXPECT_EQ(word.empty() ? "?" : word, name(reason));
    }
    for (std::uint8_t number = 1; number < 100; ++number) {
        const auto kind = static_cast<shm::FeedEventKind>(number);
        const auto word = word_of(kind);
        EXPECT_EQ(word.empty() ? "?" : word, name(kind));
    }
    for (std::uint8_t number = 1; number < 100; ++number) {
        const auto action = static_cast<shm::ControlAction>(number);
        const auto action_word = word_of(action);
        EXPECT_EQ(action_word.empty() ? "?" : action_word, name(action));
        const auto scope = static_cast<shm::ControlScope>(number);
        const auto scope_word = word_of(scope);
        EXPECT_EQ(scope_word.empty() ? "?" : scope_word, name(scope));
    }
    EXPECT_EQ(word_of(shm::CommandKind::new_order), "new_order");
    EXPECT_EQ(word_of(shm::CommandKind::host_lost), "host_lost");
    EXPECT_EQ(word_of(shm::CommandKind::control), "control");
    EXPECT_EQ(word_of(shm::ReportKind::mass_cancel_report), "mass_cancel_report");
}

TEST(AuditLine, says_what_was_refused) {
    shm::Report report{};
    const auto type = [&] {
        return nlohmann::json::parse(audit_line({}, {1, 1}, report))["type"].get<std::string>();
    };
    report.kind = shm::ReportKind::execution;
    EXPECT_EQ(type(), "report");
    report.exec_type = shm::ExecType::rejected;
    EXPECT_EQ(type(), "reject");
    report.kind = shm::ReportKind::mass_cancel_report;
    report.exec_type = {};
    EXPECT_EQ(type(), "report");
    report.reason = shm::RejectReason::unknown_symbol;
    EXPECT_EQ(type(), "reject");
    report.kind = shm::ReportKind::business_reject;
    EXPECT_EQ(type(), "reject");
}

TEST(AuditLine, writes_any_time_and_any_number) {
    shm::Report report{};
    report.time_ns = -1;
    report.cumulative_notional = {};
    const auto line = nlohmann::json::parse(audit_line({}, {1, 1}, report));
    EXPECT_EQ(line["time"], "1969-12-31T23:59:59.999999999Z");
}

} // namespace
} // namespace pinion::engine
