#include "tests/engine/support/script.h"

#include "tests/engine/support/transcript.h"

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
class Both : public EventSink {
  public:
    Both(EventSink& first, EventSink& second) : first_(first), second_(second) {}

    void on_report(const shm::Report& report) override {
        first_.on_report(report);
        second_.on_report(report);
    }

    void on_feed_event(const shm::FeedEvent& event) override {
        first_.on_feed_event(event);
        second_.on_feed_event(event);
    }

  private:
    EventSink& first_;
    EventSink& second_;
};

shm::InstrumentRecord instrument(std::string_view symbol, std::int64_t min, std::int64_t max) {
    shm::InstrumentRecord record{};
    record.symbol = *shm::Symbol::from(symbol);
    record.tick_units = 1;
    record.lot_units = 1;
    record.price_min_ticks = min;
    record.price_max_ticks = max;
    record.quantity_max_lots = 1'000'000;
    record.price_decimals = 2;
    return record;
}

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

void read_size_and_price(Command& command, std::istream& in) {
    command.quantity_lots = number<std::uint64_t>(in);
    if (word<std::string>(in) == "market") {
        command.ord_type = OrdType::market;
        return;
    }
    command.ord_type = OrdType::limit;
    command.price_ticks = number<std::int64_t>(in);
}

CommandKind kind_named(const std::string& verb) {
    const std::map<std::string, CommandKind> kinds = {
        {"buy", CommandKind::new_order},           {"sell", CommandKind::new_order},
        {"cancel", CommandKind::cancel},           {"replace", CommandKind::replace},
        {"status", CommandKind::status},           {"refused", CommandKind::rejected},
        {"mass-cancel", CommandKind::mass_cancel}, {"mass-status", CommandKind::mass_status},
        {"up", CommandKind::session_up},           {"down", CommandKind::session_down}};
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
        {"stop", [](auto& c, auto& in) { c.stop_price_ticks = number<std::int64_t>(in); }},
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
    options.instruments = {instrument("ACME", 1, 10'000), instrument("ZINC", 50, 150)};
    options.accounts = {*shm::AccountName::from("house"), *shm::AccountName::from("client")};
    options.orders_max = 10'000;
    options.levels_max = 1'000;
    options.cl_ord_ids_per_day_max = 20'000;
    options.sessions_max = 3;
    options.gateways_max = 2;
    return options;
}

Command Script::parse(const std::string& line) {
    std::istringstream in(line);
    Command command{};
    command.session = session_index(word<std::string>(in));
    command.gateway = command.session == 2 ? 1 : 0;
    command.msg_seq_num = msg_seq_nums_[command.session] + 1;
    command.engine_epoch = options_.engine_epoch;
    command.session_epoch = 1;
    command.account = options_.accounts[0];
    command.side = Side::buy;
    const auto verb = word<std::string>(in);
    command.kind = kind_named(verb);
    if (verb == "sell") command.side = Side::sell;
    if (verb == "refused")
        command.rejected_kind = static_cast<std::uint8_t>(kind_named(word<std::string>(in)));
    if (verb != "up" && verb != "down") command.cl_ord_id = id(in);
    command.time_in_force = TimeInForce::day;
    if (verb == "cancel" || verb == "replace") read_reference(command, in);
    if (verb == "buy" || verb == "sell" || verb == "replace") read_size_and_price(command, in);
    for (std::string change; in >> change;) changes().at(change)(command, in);
    if (command.msg_seq_num > msg_seq_nums_[command.session])
        msg_seq_nums_[command.session] = command.msg_seq_num;
    command.cl_ord_id_hash = hash(command.cl_ord_id);
    command.reference_id_hash = hash(command.reference_id);
    return command;
}

std::string Script::run(const std::string& line) {
    const auto command = parse(line);
    ++sequence_;
    Transcript transcript;
    Both both(transcript, truths_);
    engine_.apply({.sequence = sequence_,
                   .time_ns = static_cast<std::int64_t>(sequence_) * 1000,
                   .command = command},
                  both);
    truths_.command_ended();
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
