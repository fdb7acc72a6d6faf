#include "latency/bench/book/mixed_stream.h"

#include "latency/bench/book/live_ids.h"
#include "latency/bench/book/oracle.h"

#include <algorithm>
#include <random>

namespace pinion::latency {

using shm::Side;

namespace {

constexpr std::int64_t first_price = 100'000;
constexpr std::uint64_t quantity_max = 100;

class MixedMarket {
  public:
    explicit MixedMarket(const MixedStreamOptions& options)
        : options_(options), random_(options.seed), live_ids_(oracle_) {}

    Stream run() {
        while (oracle_.live() < options_.live_orders) send(new_order());
        // Until the pools are as shuffled as on any busy day.
        const std::size_t shuffled = operations_.size() + 4 * std::size_t{options_.live_orders};
        while (operations_.size() < shuffled) send(next());
        const std::size_t warm_up = operations_.size();
        while (operations_.size() < warm_up + options_.operations) send(next());
        return {std::move(operations_), warm_up, oracle_.shape(), oracle_.tally()};
    }

  private:
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

    void send(const Operation& operation) {
        oracle_.play(operation);
        if (operation.kind == OperationKind::add) live_ids_.add(operation.id);
        operations_.push_back(operation);
    }

    Operation next() {
        const auto dice = below(1000);
        if (dice < 50) return sweep();
        if (dice < 480) {
            if (const auto* order =
                    dice < 430 ? live_ids_.choose(random_, 2) : live_ids_.choose(random_, 1))
                return change(*order, dice);
        }
        return new_order();
    }

    Operation change(const Oracle::Order& order, std::uint64_t dice) {
        Operation operation{order.id, 0, 0, order.instrument, OperationKind::cancel, order.side, 0};
        if (dice < 430) return operation;
        const bool moves = dice < 455 || order.lots == 1;
        operation.kind = moves ? OperationKind::reprice : OperationKind::size_down;
        operation.price_ticks = moves ? other_price(order) : 0;
        operation.quantity_lots = moves ? order.lots : 1 + below(order.lots - 1);
        return operation;
    }

    std::int64_t other_price(const Oracle::Order& order) {
        const auto price = price_near_touch(order.instrument, order.side);
        if (price != order.price_ticks) return price;
        return order.side == Side::buy ? price - 1 : price + 1;
    }

    Operation new_order() {
        const auto instrument = static_cast<std::uint32_t>(below(options_.instruments));
        const auto side = below(2) == 0 ? Side::buy : Side::sell;
        return {random_(),
                price_near_touch(instrument, side),
                1 + below(quantity_max),
                instrument,
                OperationKind::add,
                side,
                0};
    }

    /// Up to a tick better than the best price of the side, never one that trades, and thinner with
    /// distance.
    std::int64_t price_near_touch(std::uint32_t instrument, Side side) {
        const bool buys = side == Side::buy;
        const auto away = static_cast<std::int64_t>(
            below(options_.depth_ticks) * below(options_.depth_ticks) / options_.depth_ticks);
        const auto own = oracle_.best(instrument, side).value_or(first_price + (buys ? -1 : 1));
        const auto other = oracle_.best(instrument, buys ? Side::sell : Side::buy)
                               .value_or(first_price + (buys ? 1 : -1));
        return buys ? std::min(own + 1 - away, other - 1) : std::max(own - 1 + away, other + 1);
    }

    /// Trades with the first orders of the first levels; with more of them while the book is above
    /// its size.
    Operation sweep() {
        const auto instrument = static_cast<std::uint32_t>(below(options_.instruments));
        const auto side = below(2) == 0 ? Side::buy : Side::sell;
        const auto levels_wanted = 1 + below(3);
        const auto makers_wanted = oracle_.live() > options_.live_orders ? 2 + below(9) : 1;
        Operation operation{random_(), 0, 0, instrument, OperationKind::add, side, 0};
        std::uint64_t levels = 0;
        std::uint64_t makers = 0;
        for (const auto& level : oracle_.levels(instrument, engine::opposite(side))) {
            if (levels++ == levels_wanted) break;
            for (const auto& maker : level.second) {
                if (makers++ == makers_wanted) return operation;
                operation.price_ticks = maker.price_ticks;
                operation.quantity_lots += maker.lots;
            }
        }
        return makers == 0 ? new_order() : operation;
    }

    const MixedStreamOptions options_;
    std::mt19937_64 random_;
    Oracle oracle_;
    LiveIds live_ids_;
    std::vector<Operation> operations_;
};

} // namespace

Stream mixed_stream(const MixedStreamOptions& options) { return MixedMarket(options).run(); }

} // namespace pinion::latency
