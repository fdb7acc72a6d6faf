// A client as a process of its own, which trades at random until it is stopped, or killed: then the
// next one goes on with the same session, and with what the wire log says.
//
//     pinion-test-client PORT COMP_ID DIRECTORY RUN SYMBOL...
//
// ClOrdIDs begin with RUN, so that each of the session's processes has its own. While there is a
// file "quiet" in the directory, it sends nothing new.

#include "shm/sys/stop_signals.h"
#include "tests/end-to-end/quickfix_client.h"
#include "tests/end-to-end/trader.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace {

using namespace pinion::test;
using namespace std::chrono_literals;

class RandomTrader {
  public:
    RandomTrader(QuickFixClient& client, const std::string& run, std::vector<std::string> symbols)
        : client_(client), run_(run), symbols_(std::move(symbols)), random_(std::stoul(run)) {}

    /// Takes what came, and sends something unless too much is unanswered.
    void act() {
        for (FixFields message = client_.next_message(0ms); !message.empty();
             message = client_.next_message(0ms))
            unanswered_.erase(message[tag::cl_ord_id]);
        if (unanswered_.size() >= unanswered_max) return;
        const std::uint64_t choice = random_() % 10;
        if (orders_.empty() || choice < 6)
            place();
        else if (choice < 8)
            cancel();
        else
            replace();
    }

    std::uint64_t below(std::uint64_t end) { return random_() % end; }

  private:
    struct Order {
        std::string id;
        std::string symbol;
        std::string side;
    };

    static constexpr std::size_t unanswered_max = 100;

    std::string new_id() { return *unanswered_.insert(run_ + "-" + std::to_string(++ids_)).first; }

    /// Prices of buyers and sellers overlap: some orders trade, some wait.
    std::string price() {
        const std::uint64_t cents = 9900 + 5 * below(40);
        return std::to_string(cents / 100) + "." + std::to_string(100 + cents % 100).substr(1);
    }

    std::string quantity() { return std::to_string(1 + below(9)); }

    void send(const std::string& msg_type, FieldList fields) {
        fields.emplace_back(tag::transact_time, utc_in(0ms));
        client_.send(msg_type, fields);
    }

    void place() {
        const Order order{new_id(), symbols_[below(symbols_.size())], below(2) == 0 ? "1" : "2"};
        orders_.push_back(order);
        send("D", {{tag::cl_ord_id, order.id},
                   {tag::order_qty, quantity()},
                   {tag::side, order.side},
                   {tag::symbol, order.symbol},
                   {tag::ord_type, "2"},
                   {tag::price, price()},
                   {tag::time_in_force, "1"}});
    }

    void cancel() {
        const std::size_t index = below(orders_.size());
        const Order order = orders_[index];
        orders_.erase(orders_.begin() + static_cast<std::ptrdiff_t>(index));
        send("F", {{tag::cl_ord_id, new_id()},
                   {tag::orig_cl_ord_id, order.id},
                   {tag::side, order.side},
                   {tag::symbol, order.symbol}});
    }

    void replace() {
        Order& order = orders_[below(orders_.size())];
        const std::string original = std::exchange(order.id, new_id());
        send("G", {{tag::cl_ord_id, order.id},
                   {tag::order_qty, quantity()},
                   {tag::ord_type, "2"},
                   {tag::orig_cl_ord_id, original},
                   {tag::price, price()},
                   {tag::side, order.side},
                   {tag::symbol, order.symbol}});
    }

    QuickFixClient& client_;
    std::string run_;
    std::vector<std::string> symbols_;
    std::mt19937_64 random_;
    std::vector<Order> orders_;        ///< some of them are gone by now: that is answered, too
    std::set<std::string> unanswered_; ///< ClOrdIDs
    int ids_ = 0;
};

} // namespace

int main(int argc, char** argv) {
    if (argc < 6) return 2;
    const pinion::shm::StopSignals signals;
    const std::filesystem::path directory = argv[3];
    QuickFixClient client({.host = "127.0.0.1",
                           .port = std::atoi(argv[1]),
                           .sender_comp_id = argv[2],
                           .target_comp_id = "PINION",
                           .directory = directory.string(),
                           .dictionary = PINION_FIX_DICTIONARY,
                           .logon_fields = {},
                           .wire_log = (directory / "wire").string()});
    RandomTrader trader(client, argv[4], {argv + 5, argv + argc});
    client.start();
    // Orders that are placed before the Logon wait in QuickFIX's store for the venue to ask.
    while (!signals.came_within(std::chrono::milliseconds(1 + trader.below(10)))) {
        if (std::filesystem::exists(directory / "quiet")) continue;
        for (std::uint64_t messages = trader.below(5); messages > 0; --messages) trader.act();
    }
    client.stop();
}
