// Any process of the venue and any of its clients, killed at any instant under load and started
// again: what the clients were told is what the engines have, what the journals tell and what the
// feed shows, each thing once.

#include "tests/end-to-end/co_located_reader.h"
#include "tests/end-to-end/trader.h"
#include "tests/end-to-end/venue.h"
#include "tests/end-to-end/wire_ledger.h"
#include "tests/support/patience.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

namespace pinion::test {
namespace {

using namespace std::chrono_literals;

const std::vector<std::uint16_t> both = {1, 2}; ///< engines, and gateways
const std::vector<std::string> symbols = {"OAK", "PINE"};
const std::map<std::string, std::uint16_t> instruments = {{"PINE", 1}, {"OAK", 2}};

/// Two engines with a follower each, two gateways that serve both, four clients that trade with
/// each other, so wildly that auctions interrupt them.
class Kills : public testing::TestWithParam<std::string> {
  protected:
    Kills()
        : venue_({.engines = both,
                  .gateways = both,
                  .instruments = instruments,
                  .clients = {"CLIENT1", "CLIENT2", "CLIENT3", "CLIENT4"},
                  .instrument_terms = "trade_collar = \"0.20\"\nvolatility_auction_s = 1\n",
                  .durability = GetParam(),
                  .snapshot_interval = 300,
                  .snapshots_max = 1000}) { // all, so that most of the journal is kept
        std::cout << "PINION_SEED=" << seed_ << '\n';
        venue_.start();
        venue_.keep_ports();
        for (const std::uint16_t id : both) followers_.emplace(id, venue_.start_follower(id));
        for (int client = 1; client <= 4; ++client) start_client(client);
    }

    static std::uint64_t seed() {
        const char* replay = std::getenv("PINION_SEED");
        return replay != nullptr ? std::stoull(replay) : std::random_device{}();
    }

    static int kills() {
        const char* more = std::getenv("PINION_SOAK_KILLS");
        return more != nullptr ? std::stoi(more) : 20;
    }

    static std::string comp_id(int client) { return "CLIENT" + std::to_string(client); }

    /// As Venue deals them.
    static std::uint16_t gateway_of(int client) { return client % 2 == 1 ? 1 : 2; }

    [[nodiscard]] std::string file_of(int client, const std::string& name) const {
        return venue_.client_directory(comp_id(client)) + "/" + name;
    }

    void start_client(int client) {
        std::vector<std::string> command = {
            PINION_TEST_CLIENT, std::to_string(venue_.port(gateway_of(client))), comp_id(client),
            venue_.client_directory(comp_id(client)), std::to_string(++client_runs_)};
        command.insert(command.end(), symbols.begin(), symbols.end());
        clients_.insert_or_assign(client, shm::ChildProcess(command));
    }

    void kill(shm::ChildProcess& process, const std::string& role) {
        process.signal(SIGKILL);
        ASSERT_EQ(process.wait_for_exit(patience), 128 + SIGKILL) << process.output();
        ++killed_[role];
    }

    void end(shm::ChildProcess& process) {
        process.signal(SIGTERM);
        EXPECT_EQ(process.wait_for_exit(patience), 0) << process.output();
    }

    /// The kernel may need a moment to give a dead process's port back.
    void start_gateway(std::uint16_t id) {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (true) {
            try {
                return venue_.start_gateway(id);
            } catch (const std::runtime_error&) {
                if (std::chrono::steady_clock::now() > deadline) throw;
            }
            std::this_thread::sleep_for(50ms);
        }
    }

    void pause(std::uint64_t max_ms) {
        std::this_thread::sleep_for(std::chrono::microseconds(random_() % (max_ms * 1000)));
    }

    /// Sometimes the successor dies, too, before it is ready.
    void kill_successor(shm::ChildProcess successor, const std::string& role) {
        pause(100);
        kill(successor, role);
    }

    void kill_one() {
        const auto which = static_cast<std::uint16_t>(1 + random_() % 2);
        const std::uint64_t role = random_() % 10;
        if (role < 4) {
            kill(venue_.engine(which), "engine");
            if (random_() % 4 == 0) kill_successor(venue_.launch_engine(which), "engine");
            pause(50);
            venue_.start_engine(which);
        } else if (role < 6) {
            kill(venue_.gateway(which), "gateway");
            pause(50);
            start_gateway(which);
        } else if (role < 8) {
            kill(followers_.at(which), "follower");
            followers_.insert_or_assign(which, venue_.start_follower(which));
        } else {
            const int client = 1 + static_cast<int>(random_() % 4);
            kill(clients_.at(client), "client");
            start_client(client);
        }
    }

    [[nodiscard]] int killed() const {
        int sum = 0;
        for (const auto& [role, times] : killed_) sum += times;
        return sum;
    }

    /// Waits until the clients, who send nothing new, have an answer to everything.
    void come_to_rest() {
        for (int client = 1; client <= 4; ++client) std::ofstream(file_of(client, "quiet"));
        const auto deadline = std::chrono::steady_clock::now() + patience;
        for (auto& ledger : ledgers_) {
            do {
                ledger.read_on();
            } while (ledger.unanswered() != 0 && std::chrono::steady_clock::now() < deadline &&
                     (std::this_thread::sleep_for(20ms), true));
            EXPECT_EQ(ledger.unanswered(), 0U);
        }
        wait_for_auctions();
        for (auto& [client, process] : clients_) end(process);
    }

    /// One that goes on trades when nobody looks any more.
    void wait_for_auctions() {
        const auto deadline = std::chrono::steady_clock::now() + patience;
        for (const auto& [symbol, engine] : instruments) {
            CoLocatedReader reader(venue_.instance(), engine);
            do {
                reader.expect_equals_engine();
            } while (reader.phase(symbol) != shm::TradingPhase::continuous &&
                     std::chrono::steady_clock::now() < deadline &&
                     (std::this_thread::sleep_for(20ms), true));
            EXPECT_EQ(reader.phase(symbol), shm::TradingPhase::continuous);
        }
    }

    [[nodiscard]] std::size_t open_orders(const WireLedger& ledger, const std::string& symbol) {
        return static_cast<std::size_t>(
            std::count_if(ledger.orders().begin(), ledger.orders().end(), [&](const auto& each) {
                return each.second.leaves > 0 && each.second.symbol == symbol;
            }));
    }

    /// The client's orders as the engines have them, by OrderID: what is left, and what was traded.
    using Quantities = std::map<std::string, std::pair<long, long>>;

    Quantities ask_engines(int client) {
        Trader trader(venue_, gateway_of(client), comp_id(client), {}, file_of(client, "wire"));
        Quantities found;
        trader.ask_mass_status("all", '7');
        for (std::size_t engines_left = both.size(); engines_left > 0;) {
            FixFields message = trader.client().next_message(patience);
            if (message.empty()) {
                ADD_FAILURE() << comp_id(client) << " asked for its orders in vain";
                break;
            }
            if (message[tag::exec_type] != "I") continue; // an answer to an order just sent
            if (message[tag::ord_status] != "8")
                found[message[tag::order_id]] = {std::stol(message[tag::leaves_qty]),
                                                 std::stol(message[tag::cum_qty])};
            if (message[tag::ord_status] == "8" || message[tag::last_rpt_requested] == "Y")
                --engines_left;
        }
        trader.log_out();
        return found;
    }

    static Quantities open_quantities(const WireLedger& ledger) {
        Quantities open;
        for (const auto& [id, order] : ledger.orders())
            if (order.leaves > 0) open[id] = {order.leaves, order.cumulative};
        return open;
    }

    void expect_ledgers_agree_with_engines() {
        std::vector<Quantities> in_engines;
        for (int client = 1; client <= 4; ++client) in_engines.push_back(ask_engines(client));
        for (std::size_t i = 0; i < ledgers_.size(); ++i) {
            ledgers_[i].read_on();
            ledgers_[i].close();
            for (const std::string& fault : ledgers_[i].faults()) ADD_FAILURE() << fault;
            EXPECT_EQ(in_engines[i], open_quantities(ledgers_[i])) << "of client " << i + 1;
        }
    }

    /// Each trade was told to both sides.
    void expect_trades_agree() {
        for (const std::string& symbol : symbols) {
            std::map<char, long> traded;
            for (const WireLedger& ledger : ledgers_)
                for (const auto& [id, order] : ledger.orders())
                    if (order.symbol == symbol) traded[order.side] += order.traded;
            EXPECT_EQ(traded['1'], traded['2']) << symbol;
        }
    }

    [[nodiscard]] std::map<double, long> told_levels(const std::string& symbol, char side) const {
        std::map<double, long> levels;
        for (const WireLedger& ledger : ledgers_)
            for (const auto& [id, order] : ledger.orders())
                if (order.leaves > 0 && order.symbol == symbol && order.side == side)
                    levels[std::stod(order.price)] += order.leaves;
        return levels;
    }

    static std::map<double, long> shown_levels(const CoLocatedReader& reader,
                                               const std::string& symbol, char side) {
        std::map<double, long> levels;
        for (const std::string& level : reader.levels(symbol, static_cast<shm::Side>(side))) {
            std::istringstream text(level);
            double price = 0;
            char times = 0;
            long quantity = 0;
            text >> price >> times >> quantity;
            levels[price] = quantity;
        }
        return levels;
    }

    void expect_feed_agrees() {
        CoLocatedReader pine(venue_.instance(), 1);
        CoLocatedReader oak(venue_.instance(), 2);
        for (CoLocatedReader* reader : {&pine, &oak}) reader->expect_equals_engine();
        for (const char side : {'1', '2'}) {
            EXPECT_EQ(shown_levels(pine, "PINE", side), told_levels("PINE", side)) << side;
            EXPECT_EQ(shown_levels(oak, "OAK", side), told_levels("OAK", side)) << side;
        }
    }

    std::string run_audit(std::uint16_t engine, const std::vector<std::string>& what) {
        std::vector<std::string> command = {PINION_BIN_DIR "/pinion-audit"};
        command.insert(command.end(), what.begin(), what.end());
        command.insert(command.end(),
                       {"--config", venue_.config_path(), "--engine", std::to_string(engine)});
        shm::ChildProcess audit(command);
        EXPECT_EQ(audit.wait_for_exit(patience), 0) << audit.output();
        return audit.output();
    }

    std::set<std::string> exec_ids_in_journal(std::uint16_t engine) {
        std::set<std::string> ids;
        run_audit(engine, {"verify"});
        std::istringstream lines(run_audit(engine, {}));
        for (std::string line; std::getline(lines, line);) {
            const auto event = nlohmann::json::parse(line);
            if (!event.contains("exec_id") || event.value("exec_type", "") == "I") continue;
            EXPECT_TRUE(ids.insert(event["exec_id"]).second) << "twice: " << line;
        }
        return ids;
    }

    /// The journals tell of what was told, of all of it, from where they begin: the followers
    /// remove what is before the first snapshot.
    void expect_journals_agree() {
        std::set<std::string> told;
        for (const WireLedger& ledger : ledgers_)
            for (const std::string& id : ledger.exec_ids())
                EXPECT_TRUE(told.insert(id).second) << "ExecID " << id << " went to two clients";
        for (const std::uint16_t engine : both) {
            const std::set<std::string> in_journal = exec_ids_in_journal(engine);
            ASSERT_FALSE(in_journal.empty());
            const auto end_of_engine = told.lower_bound(std::to_string(engine + 1) + "-");
            EXPECT_TRUE(std::equal(in_journal.begin(), in_journal.end(),
                                   told.lower_bound(*in_journal.begin()), end_of_engine))
                << "what engine " << engine << " told is not what its journal has";
        }
    }

    void tell_figures() const {
        for (const auto& [role, times] : killed_) std::cout << role << " " << times << ", ";
        std::size_t requests = 0;
        std::size_t reports = 0;
        for (const WireLedger& ledger : ledgers_) {
            requests += ledger.requests();
            reports += ledger.exec_ids().size();
        }
        std::cout << "requests " << requests << ", execution reports " << reports << '\n';
    }

    std::uint64_t seed_ = seed();
    std::mt19937_64 random_{seed_};
    Venue venue_;
    std::map<std::uint16_t, shm::ChildProcess> followers_;
    std::map<int, shm::ChildProcess> clients_;
    int client_runs_ = 0;
    std::map<std::string, int> killed_; ///< by role
    std::vector<WireLedger> ledgers_ = {
        WireLedger(file_of(1, "wire")), WireLedger(file_of(2, "wire")),
        WireLedger(file_of(3, "wire")), WireLedger(file_of(4, "wire"))};
};

TEST_P(Kills, lose_nothing_double_nothing_and_repeat_no_number) {
    while (killed() < kills() && !HasFatalFailure()) {
        pause(400);
        kill_one();
    }
    come_to_rest();
    expect_ledgers_agree_with_engines();
    expect_trades_agree();
    expect_feed_agrees();
    for (auto& [id, follower] : followers_) end(follower);
    for (const std::uint16_t id : both) end(venue_.gateway(id));
    for (const std::uint16_t id : both) end(venue_.engine(id));
    expect_journals_agree();
    tell_figures();
}

INSTANTIATE_TEST_SUITE_P(Durability, Kills, testing::Values("async", "sync"),
                         [](const auto& parameter) { return parameter.param; });

} // namespace
} // namespace pinion::test
