// Reads the table of phases in engine/README.md, and tries all that it says: new orders by type and
// time in force, replaces, cancels, what becomes of orders that cross, and what the public is told.
#include "shm/messages/phase_names.h"
#include "tests/engine/support/names.h"
#include "tests/engine/support/phase_script.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

namespace pinion::engine {
namespace {

using shm::TradingPhase;

struct PhaseRow {
    TradingPhase phase;
    std::string limits_and_markets; ///< FIX 59 of those that are taken
    std::string stops;              ///< likewise
    std::string refusal;            ///< of others
    bool replaces;
    bool matches;
    bool tells_indicative;
};

std::ostream& operator<<(std::ostream& out, const PhaseRow& row) { return out << name(row.phase); }

/// What stands between the bars of a line, without quotes and spaces.
std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> result;
    for (const char letter : line.substr(1)) {
        if (result.empty() || letter == '|') result.emplace_back();
        if (letter != '|' && letter != ' ' && letter != '`') result.back() += letter;
    }
    return result;
}

/// Of no phase, if it has no such name.
TradingPhase phase_named(const std::string& word) {
    const auto& names = shm::phase_names;
    const auto found = std::find(names.begin(), names.end(), word);
    return found == names.end() ? TradingPhase{}
                                : static_cast<TradingPhase>(std::distance(names.begin(), found));
}

std::vector<PhaseRow> rows_of_readme() {
    std::ifstream readme(PINION_ENGINE_README);
    std::vector<PhaseRow> rows;
    for (std::string line; std::getline(readme, line);) {
        if (!line.starts_with("| `")) continue;
        const auto words = cells(line);
        const auto phase = phase_named(words[0]);
        if (phase == TradingPhase{} || words.size() < 7) continue;
        rows.push_back({phase, words[1], words[2], words[3], words[4] == "yes",
                        words[5] == "matches", words[6] == "phase,indicative"});
    }
    return rows;
}

/// A script in which the phase never changes, and two orders that came before it.
class InPhase : public PhaseScript {
  public:
    explicit InPhase(TradingPhase phase)
        : PhaseScript({.calendar = {{.time_ns = 1'000, .phase = TradingPhase::pre_open},
                                    {.time_ns = 2'000, .phase = phase},
                                    {.time_ns = 3'000, .phase = TradingPhase::closing_auction}}}) {
        timer_at(1'000);
        run("alice buy A1 5 @ 90 gtc");
        run("alice buy A2 5 @ 91 gtc");
        begin_ = timer_at(2'000);
    }

    void TestBody() override {}

    std::string events_of(const std::string& line) { return run(line); }

    /// What was told when the phase began.
    [[nodiscard]] const std::string& begin() const { return begin_; }

    /// Whether the report of what comes says that it was taken, or why it was not.
    std::string outcome(const std::string& line) {
        run(line);
        const auto& report = reports().front();
        return report.reason == shm::RejectReason::none ? "taken" : name(report.reason);
    }

  private:
    std::string begin_;
};

class PhaseTable : public testing::TestWithParam<PhaseRow> {
  protected:
    static std::string expected(const std::string& taken, char time_in_force) {
        return taken.find(time_in_force) != std::string::npos ? "taken" : GetParam().refusal;
    }
};

TEST(PhaseTableOfReadme, has_all_phases_in_their_order) {
    const auto rows = rows_of_readme();
    ASSERT_EQ(rows.size(), shm::trading_phases_end - 1);
    for (std::size_t row = 0; row < rows.size(); ++row)
        EXPECT_EQ(static_cast<std::size_t>(rows[row].phase), row + 1);
}

TEST_P(PhaseTable, new_orders_are_taken_by_type_and_time_in_force) {
    const auto& row = GetParam();
    InPhase script(row.phase);
    int orders = 0;
    for (const char code : std::string("01234567")) {
        const auto tif = std::string(" tif ") + code + (code == '6' ? " expires 999999999999" : "");
        const auto outcome = [&](const std::string& terms) {
            return script.outcome("bob sell N" + std::to_string(++orders) + " 1 " + terms + tif);
        };
        EXPECT_EQ(outcome("@ 100"), expected(row.limits_and_markets, code)) << code;
        EXPECT_EQ(outcome("market"), expected(row.limits_and_markets, code)) << code;
        const bool is_for_others = expected(row.limits_and_markets, code) == "taken" &&
                                   expected(row.stops, code) != "taken";
        EXPECT_EQ(outcome("stop 50"),
                  is_for_others ? "unsupported_instruction" : expected(row.stops, code))
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

TEST_P(PhaseTable, the_book_matches_or_collects_and_the_public_is_told) {
    const auto& row = GetParam();
    InPhase script(row.phase);
    EXPECT_NE(script.begin().find("feed phase " + name(row.phase)), std::string::npos);
    const auto events = script.events_of("bob sell B1 5 @ 90 tif 1");
    EXPECT_EQ(events.find("trade") != std::string::npos, row.matches);
    EXPECT_EQ(events.find("feed indicative") != std::string::npos, row.tells_indicative);
}

INSTANTIATE_TEST_SUITE_P(Phases, PhaseTable, testing::ValuesIn(rows_of_readme()),
                         [](const auto& parameter) { return name(parameter.param.phase); });

} // namespace
} // namespace pinion::engine
