#include "latency/bench/codec_traffic.h"

#include "latency/load/fix_writer.h"

#include <array>
#include <random>
#include <string_view>

namespace pinion::latency {

namespace {

constexpr std::array<std::string_view, 4> symbols{"PINE", "OAK", "ELM/USD", "MAPLE.X"};
constexpr std::int64_t start_ns = 1'795'000'000'000'000'000;
constexpr std::uint8_t price_decimals = 2;

std::string price_text(std::uint64_t cents) {
    const std::string digits = std::to_string(cents);
    return digits.substr(0, digits.size() - price_decimals) + "." +
           digits.substr(digits.size() - price_decimals);
}

template <std::size_t capacity>
shm::FixedText<capacity> text(std::string_view value) {
    return shm::FixedText<capacity>::from(value).value();
}

/// Numbers that decide a message: most orders are small, ids have 6 to 18 bytes.
class Dice {
  public:
    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    std::uint64_t price_cents() { return 9'000 + below(2'000); }

    std::uint64_t quantity() {
        static constexpr std::array<std::uint64_t, 4> limits{10, 100, 1'000, 100'000};
        return 1 + below(limits[below(limits.size())]);
    }

    std::string id() {
        static constexpr std::string_view prefix = "desk-7-order";
        return std::string(prefix.substr(0, below(prefix.size() + 1))) +
               std::to_string(100'000 + below(900'000));
    }

  private:
    std::mt19937_64 random_{20'261'121};
};

shm::Report report_of(Dice& dice, std::uint64_t number) {
    shm::Report report{};
    report.kind = shm::ReportKind::execution;
    report.exec_type = shm::ExecType::new_order;
    report.ord_status = shm::OrdStatus::new_order;
    report.side = dice.below(2) == 0 ? shm::Side::buy : shm::Side::sell;
    report.ord_type = shm::OrdType::limit;
    report.time_in_force = shm::TimeInForce::day;
    report.answers = shm::CommandKind::new_order;
    report.time_ns = start_ns + static_cast<std::int64_t>(number * 20'000);
    report.order_id = 1'000'000 + number;
    report.exec_id = 2'000'000 + number;
    report.instrument = static_cast<std::uint32_t>(dice.below(symbols.size()));
    report.price_ticks = static_cast<std::int64_t>(dice.price_cents());
    report.quantity_lots = dice.quantity();
    report.leaves_lots = report.quantity_lots;
    report.cl_ord_id = text<20>(dice.id());
    report.account = text<16>("HOUSE");
    return report;
}

void fill(shm::Report& report, Dice& dice) {
    report.exec_type = shm::ExecType::trade;
    report.answers = shm::CommandKind{0};
    report.last_lots = 1 + dice.below(report.quantity_lots);
    report.last_price_ticks = report.price_ticks;
    report.cumulative_lots =
        report.last_lots + dice.below(report.quantity_lots - report.last_lots + 1);
    report.leaves_lots = report.quantity_lots - report.cumulative_lots;
    report.ord_status =
        report.leaves_lots == 0 ? shm::OrdStatus::filled : shm::OrdStatus::partially_filled;
    const auto lots = static_cast<std::int64_t>(report.cumulative_lots);
    const auto better = static_cast<std::int64_t>(dice.below(report.cumulative_lots + 1));
    report.cumulative_notional = shm::Notional::from(report.price_ticks * lots - better);
    report.liquidity = dice.below(2) == 0 ? shm::LiquidityInd::added : shm::LiquidityInd::removed;
}

} // namespace

fix::RoutingTable traffic_routes() {
    fix::RoutingTable routes;
    routes.add_engine({.id = 1, .epoch = 1, .cl_ord_id_key = {17, 42}});
    for (std::uint32_t i = 0; i < symbols.size(); ++i) {
        shm::InstrumentRecord record{};
        record.symbol = text<16>(symbols[i]);
        record.tick_units = 1;
        record.price_decimals = price_decimals;
        record.lot_units = 1;
        routes.add_instrument(record, i, 0);
    }
    return routes;
}

fix::SessionContext traffic_session() {
    return {.session = 3, .gateway = 0, .session_epoch = 1, .default_account = text<16>("HOUSE")};
}

fix::MessageHeader traffic_header() {
    return {.sender_comp_id = "PINION",
            .target_comp_id = "CLIENT1",
            .msg_seq_num = 123'456,
            .sending_time_ns = start_ns};
}

std::vector<std::string> new_order_frames() {
    Dice dice;
    FixClock clock;
    FixWriter writer("CLIENT1", "PINION");
    std::vector<std::string> frames;
    for (std::uint64_t i = 0; i < traffic_messages; ++i) {
        const std::string time(clock.format(start_ns + static_cast<std::int64_t>(i * 20'000'000)));
        writer.begin("D", 1 + i, time);
        writer.field(11, dice.id());
        writer.field(55, symbols[dice.below(symbols.size())]);
        writer.field(54, 1 + dice.below(2));
        writer.field(60, time);
        writer.field(38, dice.quantity());
        writer.field(40, "2");
        writer.field(44, price_text(dice.price_cents()));
        if (dice.below(2) == 0) writer.field(59, dice.below(2) == 0 ? "0" : "3");
        const auto frame = writer.finish();
        frames.emplace_back(frame.begin(), frame.end());
    }
    return frames;
}

std::vector<shm::Report> execution_reports() {
    Dice dice;
    std::vector<shm::Report> reports;
    for (std::uint64_t i = 0; i < traffic_messages; ++i) {
        reports.push_back(report_of(dice, i));
        if (dice.below(2) == 0) fill(reports.back(), dice);
    }
    return reports;
}

} // namespace pinion::latency
