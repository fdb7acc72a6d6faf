// What each phase takes, as engine/README.md has it in a table: new orders by type and time in
// force, replaces and cancels.
#include "engine/rules/phase_table.h"
#include "tests/engine/support/names.h"
#include "tests/engine/support/phase_script.h"

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace pinion::engine {
namespace {

using shm::TradingPhase;

struct PhaseRow {
    TradingPhase phase;
    std::string taken;   ///< FIX 59 of limit orders that are taken
    std::string markets; ///< the same of market orders
    std::string stops;   ///< the same of stop orders
    std::string refusal; ///< of everything else; "": of what is taken in other phases
    bool replaces;
};

std::ostream& operator<<(std::ostream& out, const PhaseRow& row) { return out << name(row.phase); }

class PhaseTable : public testing::TestWithParam<PhaseRow> {};

/// A script in which the phase never changes, and two orders that came before it.
class InPhase : public PhaseScript {
  public:
    explicit InPhase(TradingPhase phase)
        : PhaseScript({.calendar = {{.time_ns = 1'000, .phase = TradingPhase::pre_open},
                                    {.time_ns = 2'000, .phase = phase}}}) {
        timer_at(1'000);
        run("alice buy A1 5 @ 90 gtc");
        run("alice buy A2 5 @ 91 gtc");
        timer_at(2'000);
    }

    void TestBody() override {}

    std::string events_of(const std::string& line) { return run(line); }

    /// Whether the report of what comes says that it was taken, or why it was not.
    std::string outcome(const std::string& line) {
        run(line);
        const auto& report = reports().front();
        return report.reason == shm::RejectReason::none ? "taken" : name(report.reason);
    }
};

std::string expected(const PhaseRow& row, const std::string& taken, char time_in_force) {
    if (!row.refusal.empty()) return row.refusal;
    return taken.find(time_in_force) != std::string::npos ? "taken" : "unsupported_time_in_force";
}

TEST_P(PhaseTable, new_orders_are_taken_by_type_and_time_in_force) {
    const auto& row = GetParam();
    InPhase script(row.phase);
    int orders = 0;
    for (const char code : std::string("01234567")) {
        const auto tif = std::string(" tif ") + code + (code == '6' ? " expires 999999999999" : "");
        const auto id = [&] { return "N" + std::to_string(++orders); };
        EXPECT_EQ(script.outcome("bob sell " + id() + " 1 @ 100" + tif),
                  expected(row, row.taken, code))
            << code;
        EXPECT_EQ(script.outcome("bob sell " + id() + " 1 market" + tif),
                  expected(row, row.markets, code))
            << code;
        EXPECT_EQ(script.outcome("bob sell " + id() + " 1 stop 50" + tif),
                  code == '2' || code == '7'
                      ? (expected(row, row.taken, code) == "taken" ? "unsupported_instruction"
                                                                   : expected(row, row.taken, code))
                      : expected(row, row.stops, code))
            << code;
    }
}

TEST_P(PhaseTable, replaces_are_taken_or_not_and_cancels_always) {
    const auto& row = GetParam();
    InPhase script(row.phase);
    EXPECT_EQ(script.outcome("alice replace R1 of A1 4 @ 90 gtc"),
              row.replaces ? "taken" : row.refusal);
    EXPECT_EQ(script.outcome("alice cancel C2 of A2"), "taken");
}

TEST_P(PhaseTable, a_book_is_crossed_where_nothing_matches) {
    const auto& row = GetParam();
    if (!row.refusal.empty()) return;
    InPhase script(row.phase);
    const auto events = script.events_of("bob sell B1 5 @ 90 tif 1");
    EXPECT_EQ(events.find("trade") != std::string::npos, row.phase == TradingPhase::continuous);
}

INSTANTIATE_TEST_SUITE_P(
    Phases, PhaseTable,
    testing::Values(PhaseRow{TradingPhase::closed, "", "", "", "instrument_closed", false},
                    PhaseRow{TradingPhase::pre_open, "0126", "0126", "016", "", true},
                    PhaseRow{TradingPhase::opening_auction, "0126", "0126", "016", "", true},
                    PhaseRow{TradingPhase::continuous, "01346", "01346", "01346", "", true},
                    PhaseRow{TradingPhase::halted, "", "", "", "instrument_halted", false},
                    PhaseRow{TradingPhase::closing_auction, "0167", "0167", "016", "", true},
                    PhaseRow{TradingPhase::volatility_auction, "016", "016", "016", "", true}),
    [](const auto& parameter) { return name(parameter.param.phase); });

} // namespace
} // namespace pinion::engine
