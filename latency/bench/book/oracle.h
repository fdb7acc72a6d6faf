#pragma once

#include "latency/bench/book/operation.h"
#include "latency/bench/book/stream.h"
#include "latency/bench/book/trade.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace pinion::latency {

/// The slowest and most obvious book: a map of prices to lists of orders. It says what is right,
/// and tells the generators of streams what a book holds.
class Oracle {
  public:
    struct Order {
        std::uint64_t id;
        std::uint64_t lots;
        std::int64_t price_ticks;
        std::uint32_t instrument;
        shm::Side side;
    };

    using Level = std::list<Order>;
    /// Best price first: the key is the price for sells and its negative for buys.
    using Levels = std::map<std::int64_t, Level>;

    void play(const Operation& operation);

    [[nodiscard]] const TradeTally& tally() const { return tally_; }

    /// Those of the operation that was played last.
    [[nodiscard]] const std::vector<Trade>& last_trades() const { return last_trades_; }

    [[nodiscard]] std::size_t live() const { return orders_.size(); }

    /// Null if no such order rests.
    [[nodiscard]] const Order* find(std::uint64_t id) const;
    [[nodiscard]] std::optional<std::int64_t> best(std::uint32_t instrument, shm::Side side) const;
    [[nodiscard]] const Levels& levels(std::uint32_t instrument, shm::Side side) const;

    /// What it took to hold everything so far.
    [[nodiscard]] BookShape shape() const;

  private:
    [[nodiscard]] static std::int64_t key(shm::Side side, std::int64_t price_ticks) {
        return side == shm::Side::buy ? -price_ticks : price_ticks;
    }

    Levels& side(std::uint32_t instrument, shm::Side side);
    void enter(Order order, bool may_rest);
    void trade(Order& taker);
    void rest(const Order& order);
    void remove(Level::iterator order);

    std::vector<std::array<Levels, 2>> books_;
    std::unordered_map<std::uint64_t, Level::iterator> orders_;
    std::vector<engine::PriceBand> bands_;
    std::size_t level_count_ = 0;
    std::size_t orders_max_ = 0;
    std::size_t levels_max_ = 0;
    std::vector<Trade> last_trades_;
    TradeTally tally_;
};

} // namespace pinion::latency
