// The operator steps in while clients trade over FIX.
#include "tests/end-to-end/co_located_reader.h"
#include "tests/end-to-end/trader.h"
#include "tests/end-to-end/venue.h"
#include "tests/support/patience.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace pinion::test {
namespace {

class Operator : public testing::Test {
  protected:
    Operator() { venue_.start(); }

    /// What it printed.
    std::string admin(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), {PINION_BIN_DIR "/pinion-admin", "--config",
                                             venue_.config_path(), "--operator", "olga", "--yes"});
        shm::ChildProcess program(arguments);
        EXPECT_EQ(program.wait_for_exit(patience), 0) << program.output();
        return program.output();
    }

    Venue venue_{Venue::Shape{}};
};

TEST_F(Operator, kills_a_client_who_trades_and_lets_him_back) {
    CoLocatedReader reader(venue_.instance(), 1);
    Trader alice(venue_, 1, "CLIENT1");
    Trader bob(venue_, 1, "CLIENT2");
    alice.buy("A1", "PINE", 10, "99.00");
    alice.expect({{tag::exec_type, "0"}});
    alice.buy("A2", "OAK", 10, "98.00");
    alice.expect({{tag::exec_type, "0"}});
    bob.buy("B1", "PINE", 5, "97.00");
    bob.expect({{tag::exec_type, "0"}});

    admin({"kill", "session", "CLIENT1"});
    for (int i = 0; i < 2; ++i)
        alice.expect({{tag::exec_type, "4"},
                      {tag::ord_status, "4"},
                      {tag::text, "Stopped by the venue's kill switch"}});
    alice.sell("A3", "PINE", 5, "97.00");
    alice.expect({{tag::exec_type, "8"}, {tag::ord_rej_reason, "0"}, {tag::cl_ord_id, "A3"}});
    bob.expect_silence();
    alice.ask_status("A1", "PINE", '1', "S1");
    alice.expect({{tag::exec_type, "I"}, {tag::ord_status, "4"}});
    reader.expect_equals_engine();

    admin({"re-arm", "session", "CLIENT1"});
    alice.sell("A4", "PINE", 5, "97.00");
    alice.expect({{tag::exec_type, "0"}});
    alice.expect({{tag::exec_type, "F"}, {tag::last_qty, "5"}});
    bob.expect({{tag::exec_type, "F"}, {tag::last_qty, "5"}});
}

TEST_F(Operator, suspends_an_account_whose_orders_go_on) {
    Trader alice(venue_, 1, "CLIENT1");
    alice.buy("A1", "PINE", 10, "99.00");
    alice.expect({{tag::exec_type, "0"}});
    admin({"suspend", "HOUSE"});
    alice.replace("A2", "A1", "PINE", '1', 5, "99.00");
    alice.expect({{tag::msg_type, "9"}, {tag::text, "Account suspended"}});
    alice.cancel("A3", "A1", "PINE", '1');
    alice.expect({{tag::exec_type, "4"}, {tag::cl_ord_id, "A3"}});
}

} // namespace
} // namespace pinion::test
