#include "tests/engine/support/script.h"

#include "shm/messages/account_limits.h"
#include "shm/messages/control_command.h"
#include "shm/messages/phase_request.h"
#include "tests/engine/support/names.h"
#include "tests/engine/support/transcript.h"
#include "tests/support/instrument.h"

#include <algorithm>
#include <functional>
#include <sstream>
#include <stdexcept>

namespace pinion::engine {

using shm::Command;
using shm::CommandKind;
using shm::OrdType;
using shm::Side;
using shm::TimeInForce;

namespace {

/// The events go to the transcript and past the truths.
class Both : public EventListener {
  public:
    Both(EventListener& first, EventListener& second) : first_(first), second_(second) {}

    void on_report(const shm::Report& report) override {
        first_.on_report(report);
        second_.on_report(report);
    }

    void on_feed_event(const shm::FeedEvent& event) override {
        first_.on_feed_event(event);
        second_.on_feed_event(event);
    }

  private:
    EventListener& first_;
    EventListener& second_;
};

template <typename T>
T word(std::istream& in) {
    T value{};
    if (!(in >> value)) throw std::invalid_argument("the line ends too early");
    return value;
}

template <typename T>
T number(std::istream& in) {
    return static_cast<T>(word<std::int64_t>(in));
}

shm::ClOrdId id(std::istream& in) { return *shm::ClOrdId::from(word<std::string>(in)); }

std::uint64_t hash(const shm::ClOrdId& text) { return std::hash<std::string_view>{}(text.view()); }

void read_reference(Command& command, std::istream& in) {
    if (word<std::string>(in) != "of") throw std::invalid_argument("'of' expected");
    command.reference_id = id(in);
}

/// LOTS @ PRICE, LOTS market, LOTS stop PRICE, LOTS @ PRICE stop PRICE.
void read_size_and_price(Command& command, std::istream& in) {
    command.quantity_lots = number<std::uint64_t>(in);
    const auto type = word<std::string>(in);
    command.ord_type = type == "market" ? OrdType::market
                       : type == "stop" ? OrdType::stop
                                        : OrdType::limit;
    if (type == "stop") command.stop_price_ticks = number<std::int64_t>(in);
    if (type == "@") command.price_ticks = number<std::int64_t>(in);
}

CommandKind kind_named(const std::string& verb) {
    const std::map<std::string, CommandKind> kinds = {{"buy", CommandKind::new_order},
                                                      {"sell", CommandKind::new_order},
                                                      {"cancel", CommandKind::cancel},
                                                      {"replace", CommandKind::replace},
                                                      {"status", CommandKind::status},
                                                      {"refused", CommandKind::rejected},
                                                      {"mass-cancel", CommandKind::mass_cancel},
                                                      {"mass-status", CommandKind::mass_status},
                                                      {"up", CommandKind::session_up},
                                                      {"down", CommandKind::session_down},
                                                      {"gateway-down", CommandKind::gateway_down},
                                                      {"timer", CommandKind::timer},
                                                      {"day-roll", CommandKind::day_roll},
                                                      {"host-lost", CommandKind::host_lost}};
    return kinds.at(verb);
}

using Change = std::function<void(Command&, std::istream&)>;

/// Words that change one field.
const std::map<std::string, Change>& changes() {
    static const std::map<std::string, Change> table = {
        {"day", [](auto& c, auto&) { c.time_in_force = TimeInForce::day; }},
        {"gtc", [](auto& c, auto&) { c.time_in_force = TimeInForce::good_till_cancel; }},
        {"ioc", [](auto& c, auto&) { c.time_in_force = TimeInForce::immediate_or_cancel; }},
        {"fok", [](auto& c, auto&) { c.time_in_force = TimeInForce::fill_or_kill; }},
        {"at-open", [](auto& c, auto&) { c.time_in_force = TimeInForce::at_the_opening; }},
        {"at-close", [](auto& c, auto&) { c.time_in_force = TimeInForce::at_the_close; }},
        {"gtd",
         [](auto& c, auto& in) {
             c.time_in_force = TimeInForce::good_till_date;
             c.expire_time_ns = number<std::int64_t>(in);
         }},
        {"post-only", [](auto& c, auto&) { c.exec_inst |= shm::exec_inst::post_only; }},
        {"reprice", [](auto& c, auto&) { c.exec_inst |= shm::exec_inst::post_only_reprice; }},
        {"all-or-none", [](auto& c, auto&) { c.exec_inst |= shm::exec_inst::all_or_none; }},
        {"all", [](auto& c, auto&) { c.mass_scope = '7'; }},
        {"one", [](auto& c, auto&) { c.mass_scope = '1'; }},
        {"scope",
         [](auto& c, auto& in) { c.mass_scope = static_cast<std::uint8_t>(word<char>(in)); }},
        {"and-cancel", [](auto& c, auto&) { c.flags = shm::command_flags::cancel_on_disconnect; }},
        {"resend", [](auto& c, auto&) { c.flags = shm::command_flags::poss_resend; }},
        {"side", [](auto& c, auto& in) { c.side = static_cast<Side>(word<char>(in)); }},
        {"type", [](auto& c, auto& in) { c.ord_type = static_cast<OrdType>(word<char>(in)); }},
        {"tif",
         [](auto& c, auto& in) { c.time_in_force = static_cast<TimeInForce>(word<char>(in)); }},
        {"kind", [](auto& c, auto& in) { c.kind = static_cast<CommandKind>(number<int>(in)); }},
        {"in", [](auto& c, auto& in) { c.instrument = number<std::uint32_t>(in); }},
        {"account",
         [](auto& c, auto& in) { c.account = *shm::AccountName::from(word<std::string>(in)); }},
        {"price", [](auto& c, auto& in) { c.price_ticks = number<std::int64_t>(in); }},
        {"stop",
         [](auto& c, auto& in) {
             c.ord_type = OrdType::stop_limit;
             c.stop_price_ticks = number<std::int64_t>(in);
         }},
        {"stop-price", [](auto& c, auto& in) { c.stop_price_ticks = number<std::int64_t>(in); }},
        {"min", [](auto& c, auto& in) { c.min_quantity_lots = number<std::uint64_t>(in); }},
        {"show", [](auto& c, auto& in) { c.display_quantity_lots = number<std::uint64_t>(in); }},
        {"expires", [](auto& c, auto& in) { c.expire_time_ns = number<std::int64_t>(in); }},
        {"exec-inst", [](auto& c, auto& in) { c.exec_inst = number<std::uint8_t>(in); }},
        {"self-trade",
         [](auto& c, auto& in) {
             c.self_trade_prevention = static_cast<shm::SelfTradePrevention>(word<char>(in));
         }},
        {"order", [](auto& c, auto& in) { c.order_id = number<std::uint64_t>(in); }},
        {"seq", [](auto& c, auto& in) { c.msg_seq_num = number<std::uint32_t>(in); }},
        {"session-epoch", [](auto& c, auto& in) { c.session_epoch = number<std::uint32_t>(in); }},
        {"engine-epoch", [](auto& c, auto& in) { c.engine_epoch = number<std::uint32_t>(in); }},
        {"session", [](auto& c, auto& in) { c.session = number<std::uint16_t>(in); }},
        {"gateway", [](auto& c, auto& in) { c.gateway = number<std::uint16_t>(in); }},
        {"why",
         [](auto& c, auto& in) { c.reason = static_cast<shm::RejectReason>(number<int>(in)); }},
    };
    return table;
}

} // namespace

EngineOptions Script::default_options() {
    EngineOptions options;
    options.engine_epoch = 7;
    options.instruments = {pinion::test::instrument_in_cents("ACME", 1, 10'000),
                           pinion::test::instrument_in_cents("ZINC", 50, 150)};
    options.accounts = {*shm::AccountName::from("house"), *shm::AccountName::from("client")};
    options.orders_max = 10'000;
    options.levels_max = 1'000;
    options.cl_ord_ids_per_day_max = 20'000;
    options.sessions_max = 3;
    options.gateways_max = admin_gateway + 1;
    return options;
}

namespace {

template <typename Code>
Code code_named(const std::string& word) {
    for (int code = 1; code < 256; ++code)
        if (name(static_cast<Code>(code)) == word) return static_cast<Code>(code);
    throw std::invalid_argument("what is " + word + "?");
}

/// asset NAME AMOUNT, or limits; false if the word is another.
bool read_payload(shm::ControlCommand& control, const std::string& what, std::istream& in) {
    if (what == "asset") {
        shm::Credit credit{.asset = *shm::AssetName::from(word<std::string>(in)), .amount = {}};
        credit.amount = shm::Notional::from(word<std::int64_t>(in));
        shm::set_payload(control, credit);
        return true;
    }
    namespace field = shm::limit_fields;
    const std::map<std::string, std::uint32_t> fields = {{"lots", field::order_lots},
                                                         {"value", field::order_value},
                                                         {"exposure", field::exposure},
                                                         {"rate", field::rate},
                                                         {"open", field::open_orders}};
    if (fields.count(what) == 0) return false;
    auto set = shm::payload_of<shm::SetLimits>(control);
    auto& limits = set.limits;
    set.fields |= fields.at(what);
    const auto most = number<std::uint64_t>(in);
    if (what == "lots") limits.order_lots_max = most;
    if (what == "value") limits.order_value_max = most;
    if (what == "exposure") limits.exposure_max = most;
    if (what == "open") limits.open_orders_max = static_cast<std::uint32_t>(most);
    if (what == "rate") {
        limits.orders_per_interval = static_cast<std::uint32_t>(most);
        if (word<std::string>(in) != "per") throw std::invalid_argument("'per' expected");
        limits.rate_interval_ns = number<std::int64_t>(in);
    }
    shm::set_payload(control, set);
    return true;
}

/// ACTION, then words that set one field.
shm::ControlCommand read_control(std::istream& in) {
    using shm::ControlScope;
    shm::ControlCommand control{};
    control.kind = CommandKind::control;
    control.gateway = Script::admin_gateway;
    control.operator_name = *shm::OperatorName::from("olga");
    control.action = code_named<shm::ControlAction>(word<std::string>(in));
    for (std::string scope; in >> scope;) {
        if (scope == "number") {
            control.number = number<std::uint64_t>(in);
            continue;
        }
        if (scope == "phase" || scope == "for") {
            auto request = shm::payload_of<shm::PhaseRequest>(control);
            if (scope == "phase")
                request.phase = code_named<shm::TradingPhase>(word<std::string>(in));
            else
                request.length_ns = number<std::int64_t>(in);
            shm::set_payload(control, request);
            continue;
        }
        if (scope == "engine-epoch") {
            control.engine_epoch = number<std::uint32_t>(in);
            continue;
        }
        if (read_payload(control, scope, in)) continue;
        control.scope = code_named<ControlScope>(scope);
        if (control.scope == ControlScope::instrument)
            control.instrument = number<std::uint32_t>(in);
        if (control.scope == ControlScope::account)
            control.account = *shm::AccountName::from(word<std::string>(in));
        if (control.scope == ControlScope::session)
            control.session = session_index(word<std::string>(in));
    }
    return control;
}

} // namespace

Command Script::parse(const std::string& line) {
    std::istringstream in(line);
    Command command{};
    const auto who = word<std::string>(in);
    if (who == "admin") {
        auto control = read_control(in);
        if (control.engine_epoch == 0) control.engine_epoch = options_.engine_epoch;
        return shm::command_of(control);
    }
    const auto verb = word<std::string>(in);
    command.kind = kind_named(verb);
    command.engine_epoch = options_.engine_epoch;
    if (who != "venue") {
        command.session = session_index(who);
        command.gateway = command.session == 2 ? 1 : 0;
        command.session_epoch = 1;
    }
    const bool is_message = who != "venue" && verb != "up" && verb != "down";
    if (is_message) read_message(command, verb, in);
    for (std::string change; in >> change;)
        if (change == "at")
            time_ns_ = std::max(time_ns_, word<std::int64_t>(in) - 1);
        else
            changes().at(change)(command, in);
    if (command.msg_seq_num > msg_seq_nums_[command.session])
        msg_seq_nums_[command.session] = command.msg_seq_num;
    command.cl_ord_id_hash = hash(command.cl_ord_id);
    command.reference_id_hash = hash(command.reference_id);
    return command;
}

void Script::read_message(Command& command, const std::string& verb, std::istream& in) {
    command.msg_seq_num = msg_seq_nums_[command.session] + 1;
    command.account = options_.accounts[0];
    const bool is_mass = verb == "mass-cancel" || verb == "mass-status";
    if (!is_mass) command.side = Side::buy;
    if (verb == "sell") command.side = Side::sell;
    if (verb == "refused")
        command.rejected_kind = static_cast<std::uint8_t>(kind_named(word<std::string>(in)));
    command.cl_ord_id = id(in);
    command.time_in_force = TimeInForce::day;
    if (verb == "cancel" || verb == "replace") read_reference(command, in);
    if (verb == "buy" || verb == "sell" || verb == "replace") read_size_and_price(command, in);
}

std::string Script::run(const std::string& line) { return run(parse(line)); }

std::string Script::run(const shm::ControlCommand& control) {
    return run(shm::command_of(control));
}

std::string Script::run(const Command& command) {
    ++sequence_;
    ++time_ns_;
    Transcript transcript;
    Both both(transcript, truths_);
    engine_.apply({.sequence = sequence_, .time_ns = time_ns_, .command = command}, both);
    truths_.command_ended();
    EXPECT_EQ(truths_.broken(), "");
    EXPECT_STREQ(engine_.broken(), nullptr);
    reports_ = transcript.reports();
    return transcript.text();
}

void Script::play(const std::string& script) {
    std::istringstream in(script);
    std::string expected;
    std::string actual;
    for (std::string line; std::getline(in, line);) {
        line.erase(0, line.find_first_not_of(' '));
        if (line.empty()) continue;
        expected += line + "\n";
        if (line[0] != '>') actual += line + "\n" + run(line);
    }
    EXPECT_EQ(actual, expected);
}

} // namespace pinion::engine
