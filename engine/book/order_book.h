#pragma once

#include "engine/book/ladder_pages.h"
#include "engine/book/price_ladder.h"
#include "shm/messages/order_terms.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pinion::engine {

[[nodiscard]] inline shm::Side opposite(shm::Side side) {
    return side == shm::Side::buy ? shm::Side::sell : shm::Side::buy;
}

/// Limit prices that an instrument's book can hold, both included.
struct PriceBand {
    std::int64_t min_ticks;
    std::int64_t max_ticks;
};

/// A resting order as the book knows it.
struct BookOrder {
    std::uint32_t instrument;
    shm::Side side;
    std::int64_t price_ticks;
    std::uint64_t quantity_lots;
};

/// Whether one more order can rest at a price.
enum class Room : std::uint8_t { enough, no_order_slot, no_level };

/// Resting orders of many instruments in price-time priority. Knows no ClOrdIDs, sessions or
/// reports: an order is a slot below `orders_max`, with a 64-bit key and an index position that
/// belong to the caller. Neither thread-safe nor checking: the caller checks instrument and price.
///
/// Invariants:
/// 1. A level is the sentinel of a circular list of its orders, oldest first; it is never empty.
/// 2. A level's lots are the sum of its orders' lots.
/// 3. The best rank of a side is the highest rank of its ladder; -1 if the side is empty.
/// 4. Nothing is allocated after construction.
class OrderBook {
  public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    OrderBook(std::span<const PriceBand> bands, std::uint32_t orders_max, std::uint32_t levels_max);

    /// The slot of a new order, last in its level. Needs Room::enough.
    std::uint32_t add(std::uint32_t instrument, shm::Side side, std::int64_t price_ticks,
                      std::uint64_t quantity_lots, std::uint64_t key);
    void remove(std::uint32_t slot);
    /// Takes `lots`, fewer than it has, from an order that keeps its place.
    void reduce(std::uint32_t slot, std::uint64_t lots);

    /// The oldest order at the best price of a side, or none.
    [[nodiscard]] std::uint32_t front(std::uint32_t instrument, shm::Side side) const;
    /// The order behind `slot` in priority over its whole side, or none.
    [[nodiscard]] std::uint32_t next(std::uint32_t slot) const;
    [[nodiscard]] BookOrder order(std::uint32_t slot) const;
    [[nodiscard]] Room room(std::uint32_t instrument, shm::Side side,
                            std::int64_t price_ticks) const;
    /// The same for moving the order `slot` to another price.
    [[nodiscard]] Room room_to_move(std::uint32_t slot, std::int64_t price_ticks) const;
    /// Would an order of `side` at `price_ticks` trade at once?
    [[nodiscard]] bool crosses(std::uint32_t instrument, shm::Side side,
                               std::int64_t price_ticks) const;
    /// Are at least `lots` there for an order of `side` at `price_ticks`?
    [[nodiscard]] bool can_fill(std::uint32_t instrument, shm::Side side, std::int64_t price_ticks,
                                std::uint64_t lots) const;

    [[nodiscard]] std::uint64_t key(std::uint32_t slot) const { return nodes_[slot].value; }

    void set_key(std::uint32_t slot, std::uint64_t key) { nodes_[slot].value = key; }

    [[nodiscard]] std::uint32_t& index_position(std::uint32_t slot) {
        return nodes_[slot].index_position;
    }

    /// Visits the slots of all resting orders: instruments in rising index, bids before asks, best
    /// first.
    template <typename Visitor>
    void for_each(Visitor visit) const {
        for (std::uint32_t instrument = 0; instrument < bands_.size(); ++instrument)
            for (const auto side : {shm::Side::buy, shm::Side::sell})
                for (auto slot = front(instrument, side); slot != none; slot = next(slot))
                    visit(slot);
    }

    /// Visits what decides which slots later orders get.
    template <typename Visitor>
    void for_each_free_slot(Visitor visit) const {
        visit(orders_used_);
        for (auto slot = free_order_; slot != none; slot = nodes_[slot].next) visit(slot);
    }

  private:
    /// An order or a level, half a cache line:
    ///
    ///  byte  0      4      8                12                16     24
    ///        | next | prev | level          | index position  | lots | key  |  of an order
    ///        | next | prev | side of a book | spare           | lots | rank |  of a level
    struct Node {
        std::uint32_t next;
        std::uint32_t prev;
        std::uint32_t owner;
        std::uint32_t index_position;
        std::uint64_t lots;
        std::uint64_t value;
    };

    static_assert(sizeof(Node) == 32);

    /// One side of one instrument.
    struct Best {
        std::int64_t rank = -1;
        std::uint32_t level = none;
    };

    [[nodiscard]] static std::uint32_t side_of(std::uint32_t instrument, shm::Side side) {
        return instrument * 2 + (side == shm::Side::sell ? 1 : 0);
    }

    [[nodiscard]] std::int64_t rank_of(std::uint32_t side, std::int64_t price_ticks) const;
    [[nodiscard]] std::int64_t price_of(std::uint32_t side, std::int64_t rank) const;
    [[nodiscard]] std::uint32_t find_level(std::uint32_t side, std::int64_t rank) const;

    [[nodiscard]] bool has_free_level() const {
        return free_level_ != none || levels_used_ < nodes_.size();
    }

    std::uint32_t open_level(std::uint32_t side, std::int64_t rank);
    void close_level(std::uint32_t level);
    std::uint32_t take_order_slot();

    std::vector<PriceBand> bands_;
    std::vector<Best> best_;           ///< two of each instrument, bids first
    std::vector<PriceLadder> ladders_; ///< likewise
    LadderPages pages_;
    std::vector<Node> nodes_; ///< orders, then levels
    std::uint32_t orders_max_;
    std::uint32_t orders_used_ = 0;
    std::uint32_t levels_used_;
    std::uint32_t free_order_ = none;
    std::uint32_t free_level_ = none;
};

} // namespace pinion::engine
