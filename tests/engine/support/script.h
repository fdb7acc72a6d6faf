#pragma once

#include "engine/matching_engine.h"
#include "shm/messages/control_command.h"
#include "tests/engine/support/truths.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <istream>
#include <map>
#include <string>
#include <vector>

namespace pinion::engine {

/// Runs a matching engine on scripts. A line is a command, and the lines after it that begin with
/// `>` are all its events:
///
///     alice buy A1 10 @ 100
///     > alice A1 new [new] 10 of 10
///     > feed add #1 buy 10 @ 100 .
///
/// Commands: WHO buy|sell ID LOTS @ PRICE, ... LOTS market, ... LOTS stop PRICE,
/// ... LOTS @ PRICE stop PRICE, WHO cancel ID of ID, WHO replace ID of ID LOTS @ PRICE (and so on),
/// WHO status ID, WHO mass-cancel|mass-status ID all|one, WHO refused KIND ID [of ID], WHO up|down,
/// venue timer|day-roll|host-lost, venue gateway-down gateway N; behind them words that change one
/// field, as script.cpp lists them, and `at NS`, the time of the command (else a nanosecond after
/// the last). admin ACTION [everything|instrument N|account NAME|session WHO] [number N] [asset
/// NAME AMOUNT] [lots|value|exposure|open N] [rate N per NS], through a gateway of its own. cancel,
/// replace and status name the side with `side`, buy if absent. WHO is alice, bob (gateway 0) or
/// carol (gateway 1).
///
/// Events: WHO ID[/ID] WHAT [STATUS] LEAVES of QUANTITY[, CUM for NOTIONAL][: REASON] (a status
/// also with what not every order has: stop price, minimum, display, expiry; post-only orders with
/// their price), and feed KIND #ORDER SIDE LOTS @ PRICE[, LEFT left], with a full stop at the last
/// of a command, feed phase PHASE, feed indicative LOTS @ PRICE[, LOTS SIDE over]. An order of the
/// feed that is not shown has number 0. admin ACTION [#NUMBER] [of AFFECTED][: REASON].
///
/// Every script is also held to Truths.
class Script : public testing::Test {
  public:
    static constexpr std::uint16_t admin_gateway = 2;

  protected:
    /// Two instruments, prices 1 to 10,000 and 50 to 150, quantities up to 1,000,000.
    static EngineOptions default_options();

    Script() : Script(default_options()) {}

    explicit Script(const EngineOptions& options) : options_(options), engine_(options) {}

    /// Expects that the commands of the script bring exactly the events of the script.
    void play(const std::string& script);
    /// Applies a command; its events as the script would show them.
    std::string run(const std::string& line);
    std::string run(const shm::ControlCommand& control);

    /// The reports of the last command.
    [[nodiscard]] const std::vector<shm::Report>& reports() const { return reports_; }

    EngineOptions options_;
    MatchingEngine engine_;

  private:
    shm::Command parse(const std::string& line);
    std::string run(const shm::Command& command);

    void read_message(shm::Command& command, const std::string& verb, std::istream& in);

    std::map<std::uint16_t, std::uint32_t> msg_seq_nums_;
    std::int64_t time_ns_ = 0;
    std::uint64_t sequence_ = 0;
    std::vector<shm::Report> reports_;
    Truths truths_;
};

} // namespace pinion::engine
