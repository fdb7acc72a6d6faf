#pragma once

#include "engine/book/book_arena.h"
#include "engine/book/ladder_pages.h"
#include "engine/book/price_ladder.h"
#include "shm/messages/order_terms.h"

#include <cassert>
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
/// belong to the caller. Neither thread-safe nor checking: the caller checks instrument and price,
/// and that quantities are not 0.
///
/// Invariants:
/// 1. A level is the sentinel of a circular list of its orders, oldest first. It counts as a level,
///    and is present in its page, while it has orders.
/// 2. A level's lots are the sum of its orders' lots.
/// 3. The best rank of a side is the highest rank that is present; -1 if the side is empty.
/// 4. A page holds at least one level.
/// 5. Nothing is allocated after construction.
class OrderBook {
  public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    /// Throws std::invalid_argument if the pools are too large to be counted in 32 bits.
    OrderBook(std::span<const PriceBand> bands, std::uint32_t orders_max, std::uint32_t levels_max);

    /// The slot of a new order, last in its level. Needs Room::enough.
    std::uint32_t add(std::uint32_t instrument, shm::Side side, std::int64_t price_ticks,
                      std::uint64_t quantity_lots, std::uint64_t key) {
        const auto side_number = number_of(instrument, side);
        const auto rank = rank_of(sides_[side_number], price_ticks);
        auto level = level_at(sides_[side_number], rank);
        if (is_empty(level)) level = open_level(side_number, rank);
        const auto slot = take_order_slot();
        const auto unit = BookArena::unit_of_order(slot);
        auto& sentinel = arena_.node(level);
        arena_.order(slot) = {.node = {.next = level, .prev = sentinel.prev, .lots = quantity_lots},
                              .level = level,
                              .index_position = 0,
                              .key = key};
        arena_.node(sentinel.prev).next = unit;
        sentinel.prev = unit;
        sentinel.lots += quantity_lots;
        return slot;
    }

    void remove(std::uint32_t slot) {
        auto& order = arena_.order(slot);
        const auto [next, prev, lots] = order.node;
        arena_.node(next).prev = prev;
        arena_.node(prev).next = next;
        arena_.node(order.level).lots -= lots;
        order.node.next = free_order_;
        free_order_ = slot;
        if (next == prev) close_level(order.level); // both neighbours are the sentinel
    }

    /// Takes `lots`, fewer than it has, from an order that keeps its place.
    void reduce(std::uint32_t slot, std::uint64_t lots) {
        auto& order = arena_.order(slot);
        order.node.lots -= lots;
        arena_.node(order.level).lots -= lots;
    }

    /// The oldest order at the best price of a side, or none.
    [[nodiscard]] std::uint32_t front(std::uint32_t instrument, shm::Side side) const {
        const auto level = sides_[number_of(instrument, side)].best_level;
        return level == none ? none : BookArena::order_of_unit(arena_.node(level).next);
    }

    /// The order behind `slot` in priority over its whole side, or none.
    [[nodiscard]] std::uint32_t next(std::uint32_t slot) const;
    /// The first order at the next worse price than that of `slot`, or none.
    [[nodiscard]] std::uint32_t next_level(std::uint32_t slot) const;

    /// All lots at the price of `slot`.
    [[nodiscard]] std::uint64_t level_lots(std::uint32_t slot) const {
        return arena_.node(arena_.order(slot).level).lots;
    }

    /// Which level `slot` is in, below `level_count`; another's once the level is empty.
    [[nodiscard]] std::uint32_t level_number(std::uint32_t slot) const {
        return arena_.number_of_level(arena_.order(slot).level);
    }

    [[nodiscard]] std::size_t level_count() const { return pages_.size() * BookArena::page_levels; }

    [[nodiscard]] BookOrder order(std::uint32_t slot) const {
        const auto& order = arena_.order(slot);
        const auto& page = pages_[arena_.page_of_level(order.level)];
        const std::int64_t lane = arena_.lane_of_level(order.level);
        return {.instrument = page.side / 2,
                .side = page.side % 2 == 0 ? shm::Side::buy : shm::Side::sell,
                .price_ticks = page.worst_ticks + page.better * lane,
                .quantity_lots = order.node.lots};
    }

    [[nodiscard]] Room room(std::uint32_t instrument, shm::Side side,
                            std::int64_t price_ticks) const;
    /// The same for moving the order `slot` to another price.
    [[nodiscard]] Room room_to_move(std::uint32_t slot, std::int64_t price_ticks) const;

    /// Would an order of `side` at `price_ticks` trade at once?
    [[nodiscard]] bool crosses(std::uint32_t instrument, shm::Side side,
                               std::int64_t price_ticks) const {
        const auto& other = sides_[number_of(instrument, opposite(side))];
        return other.best_rank >= static_cast<std::int64_t>(rank_of(other, price_ticks));
    }

    /// Are at least `lots` there for an order of `side` at `price_ticks`?
    [[nodiscard]] bool can_fill(std::uint32_t instrument, shm::Side side, std::int64_t price_ticks,
                                std::uint64_t lots) const;

    [[nodiscard]] std::uint64_t key(std::uint32_t slot) const { return arena_.order(slot).key; }

    void set_key(std::uint32_t slot, std::uint64_t key) { arena_.order(slot).key = key; }

    [[nodiscard]] std::uint32_t& index_position(std::uint32_t slot) {
        return arena_.order(slot).index_position;
    }

    /// Looking ahead: where an operation will go to work, to be fetched before its turn. All of
    /// this takes any values, and is only a hint.
    [[nodiscard]] std::uint32_t known_slot(std::uint32_t slot) const {
        return slot & static_cast<std::uint32_t>(all_bits_if(slot < orders_max_));
    }

    [[nodiscard]] static std::uint32_t place_of_order(std::uint32_t slot) {
        return BookArena::unit_of_order(slot);
    }

    [[nodiscard]] std::uint32_t place_of_level(std::uint32_t instrument, shm::Side side,
                                               std::int64_t price_ticks) const {
        const auto number = number_of(instrument, side);
        const auto& own = sides_[number & all_bits_if(number < sides_.size())];
        const auto rank = rank_of(own, price_ticks);
        return level_at(own, rank & all_bits_if(rank < own.ranks));
    }

    void prefetch(std::uint32_t place) const { arena_.prefetch(place); }

    [[nodiscard]] static std::uint32_t order_at(std::uint32_t place) {
        return BookArena::order_of_unit(place);
    }

    /// What is linked with an order or a level that was fetched: what is before it, and what is
    /// behind it if `both` is all bits and not none.
    void prefetch_neighbours(std::uint32_t place, std::uint32_t both) const {
        const auto& node = arena_.node(place);
        arena_.prefetch(node.prev);
        arena_.prefetch(node.prev ^ ((node.prev ^ node.next) & both));
    }

    void prefetch_level_of(std::uint32_t slot) const { arena_.prefetch(arena_.order(slot).level); }

    /// Without a branch, which would be guessed wrong.
    [[nodiscard]] static std::uint64_t all_bits_if(bool is_so) {
        return std::uint64_t{0} - (is_so ? 1U : 0U);
    }

    /// Visits the slots of all resting orders: instruments in rising index, bids before asks, best
    /// first.
    template <typename Visitor>
    void for_each(Visitor visit) const {
        for (std::uint32_t instrument = 0; instrument < sides_.size() / 2; ++instrument)
            for (const auto side : {shm::Side::buy, shm::Side::sell})
                for (auto slot = front(instrument, side); slot != none; slot = next(slot))
                    visit(slot);
    }

    /// Visits what decides which slots later orders get.
    template <typename Visitor>
    void for_each_free_slot(Visitor visit) const {
        visit(orders_used_);
        for (auto slot = free_order_; slot != none; slot = arena_.order(slot).node.next)
            visit(slot);
    }

    [[nodiscard]] std::uint32_t slot_count() const { return orders_max_; }

    /// For a book that is made as another one was. First, while it is empty: its slots below `used`
    /// have been taken at some time, and are not free until `restore_free_slot` says so.
    void restore_used_slots(std::uint32_t used) { orders_used_ = used; }

    /// As `add`, into this slot, which no order may have. Needs a level.
    std::uint32_t restore(std::uint32_t slot, std::uint32_t instrument, shm::Side side,
                          std::int64_t price_ticks, std::uint64_t quantity_lots,
                          std::uint64_t key) {
        restore_free_slot(slot);
        return add(instrument, side, price_ticks, quantity_lots, key); // takes what was freed last
    }

    /// Last, and the slot that `for_each_free_slot` visits last at first.
    void restore_free_slot(std::uint32_t slot) {
        arena_.order(slot).node.next = free_order_;
        free_order_ = slot;
    }

  private:
    /// One side of one instrument. Its ranks count from its worst price to its best.
    struct alignas(64) BookSide {
        std::int64_t best_rank;
        std::uint32_t best_level;
        std::uint32_t spare;
        std::int64_t worst_ticks;
        std::int64_t better; ///< ticks from one rank to the next: 1 or -1
        std::uint64_t ranks;
        const std::uint32_t* directory;
    };

    static_assert(sizeof(BookSide) == 64);

    /// Bids come first.
    [[nodiscard]] static std::uint32_t number_of(std::uint32_t instrument, shm::Side side) {
        return instrument * 2 + (side == shm::Side::sell ? 1 : 0);
    }

    /// Not below `ranks` if the price is out of the band.
    [[nodiscard]] static std::uint64_t rank_of(const BookSide& side, std::int64_t price_ticks) {
        return (static_cast<std::uint64_t>(price_ticks) -
                static_cast<std::uint64_t>(side.worst_ticks)) *
               static_cast<std::uint64_t>(side.better);
    }

    /// Where the level of a rank is if it has orders; an empty level if not.
    [[nodiscard]] std::uint32_t level_at(const BookSide& side, std::uint64_t rank) const {
        return arena_.unit_of_level(side.directory[rank / 64],
                                    static_cast<std::uint32_t>(rank % 64));
    }

    [[nodiscard]] bool is_empty(std::uint32_t level) const {
        return arena_.node(level).next == level;
    }

    [[nodiscard]] bool has_level(const BookSide& side, std::uint64_t rank) const {
        return !is_empty(level_at(side, rank));
    }

    std::uint32_t take_order_slot() {
        const auto slot = free_order_;
        if (slot == none) {
            assert(orders_used_ < orders_max_);
            return orders_used_++;
        }
        free_order_ = arena_.order(slot).node.next;
        return slot;
    }

    std::uint32_t open_level(std::uint32_t side_number, std::uint64_t rank);
    void close_level(std::uint32_t level);

    std::vector<BookSide> sides_;
    std::vector<PriceLadder> ladders_; ///< by side
    LadderPages pages_;
    BookArena arena_;
    std::uint32_t orders_max_;
    std::uint32_t levels_max_;
    std::uint32_t orders_used_ = 0;
    std::uint32_t levels_ = 0; ///< with orders
    std::uint32_t free_order_ = none;
};

} // namespace pinion::engine
