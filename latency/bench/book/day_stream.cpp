#include "latency/bench/book/day_stream.h"

#include "latency/bench/book/live_ids.h"
#include "latency/bench/book/oracle.h"

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <random>

namespace pinion::latency {

using shm::Side;

namespace {

constexpr std::int64_t opening_price = 50'000;
constexpr std::uint64_t quantity_max = 200;
constexpr std::int64_t waves = 4;

class Day {
  public:
    explicit Day(const DayStreamOptions& options)
        : options_(options), random_(options.seed), live_ids_(oracle_),
          ids_(options.messages + options.live_orders) {
        std::iota(ids_.begin(), ids_.end(), std::uint64_t{1});
        for (auto last = ids_.size(); last > 1; --last)
            std::swap(ids_[last - 1], ids_[below(last)]);
    }

    Stream run() {
        while (oracle_.live() < options_.live_orders) send(new_order());
        const std::size_t opening = operations_.size();
        while (operations_.size() < opening + options_.messages) {
            set_middle(operations_.size() - opening);
            send(next());
        }
        return {std::move(operations_), opening, oracle_.shape(), oracle_.tally()};
    }

  private:
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

    bool one_in(std::uint64_t count) { return below(count) == 0; }

    void send(const Operation& operation) {
        oracle_.play(operation);
        if (operation.kind == OperationKind::add) live_ids_.add(operation.id);
        operations_.push_back(operation);
    }

    /// A triangle wave with some noise.
    void set_middle(std::size_t message) {
        const auto length = static_cast<std::int64_t>(options_.messages) / waves;
        const auto phase = static_cast<std::int64_t>(message) % length;
        const auto quarters = 4 * phase * 1000 / length; // 0 to 4000 thousandths of a quarter wave
        const auto height = quarters < 1000   ? quarters
                            : quarters < 3000 ? 2000 - quarters
                                              : quarters - 4000;
        if (one_in(8)) noise_ += static_cast<std::int64_t>(below(3)) - 1;
        if (std::abs(noise_) > 100) noise_ /= 2;
        middle_ =
            opening_price + opening_price * options_.swing_percent * height / 100'000 + noise_;
    }

    Operation next() {
        if (const auto* order = left_behind()) return cancel_of(*order);
        const auto dice = below(1000);
        if (dice < 27) return stale();
        if (dice < 160)
            if (const auto* order = live_ids_.choose(random_, 3)) return modify(*order);
        const bool shrink = oracle_.live() > options_.live_orders + below(64);
        if (shrink)
            if (const auto* order = live_ids_.choose(random_, one_in(4) ? 1 : 4))
                return cancel_of(*order);
        return new_order();
    }

    /// Who quotes at a price that the market is about to pass mostly pulls out in time.
    const Oracle::Order* left_behind() {
        for (const auto side : {Side::buy, Side::sell}) {
            const auto best = oracle_.best(0, side);
            if (!best || (side == Side::buy ? *best < middle_ : *best > middle_)) continue;
            if (one_in(12)) continue;
            return &oracle_.levels(0, side).begin()->second.front();
        }
        return nullptr;
    }

    static Operation cancel_of(const Oracle::Order& order) {
        return {order.id, 0, 0, 0, OperationKind::cancel, order.side, 0};
    }

    Operation modify(const Oracle::Order& order) {
        if (order.lots > 1 && one_in(2))
            return {order.id,   0, 1 + below(order.lots - 1), 0, OperationKind::size_down,
                    order.side, 0};
        return {order.id, price(order.side), order.lots, 0, OperationKind::reprice, order.side, 0};
    }

    /// About an order that is gone, or that nobody ever saw.
    Operation stale() {
        const auto id = ids_[one_in(2) ? below(next_id_) : below(ids_.size())];
        if (oracle_.find(id) != nullptr) return new_order();
        const auto kind = one_in(2) ? OperationKind::cancel : OperationKind::size_down;
        return {id, 0, 1, 0, kind, Side::buy, 0};
    }

    Operation new_order() {
        const auto side = one_in(2) ? Side::buy : Side::sell;
        const auto id = ids_[next_id_++];
        if (below(100) < 15) return immediate(id, side);
        return {id, price(side), 1 + below(quantity_max), 0, OperationKind::add, side, 0};
    }

    /// Every fourth one finds somebody.
    Operation immediate(std::uint64_t id, Side side) {
        const auto best = oracle_.best(0, engine::opposite(side)).value_or(middle_);
        const std::int64_t short_by = one_in(4) ? 0 : 1;
        return {id,
                side == Side::buy ? best - short_by : best + short_by,
                1 + below(quantity_max),
                0,
                OperationKind::immediate,
                side,
                0};
    }

    /// As many orders in each doubling of the distance from the middle.
    std::int64_t price(Side side) {
        const auto reach = std::uint64_t{1} << below(options_.depth_doublings + 1);
        const auto away = 1 + static_cast<std::int64_t>(below(reach));
        return side == Side::buy ? middle_ - away : middle_ + away;
    }

    const DayStreamOptions options_;
    std::mt19937_64 random_;
    Oracle oracle_;
    LiveIds live_ids_;
    std::vector<std::uint64_t> ids_;
    std::size_t next_id_ = 0;
    std::int64_t middle_ = opening_price;
    std::int64_t noise_ = 0;
    std::vector<Operation> operations_;
};

} // namespace

Stream day_stream(const DayStreamOptions& options) { return Day(options).run(); }

} // namespace pinion::latency
