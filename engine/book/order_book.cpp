#include "engine/book/order_book.h"

#include <cassert>

namespace pinion::engine {

using shm::Side;

OrderBook::OrderBook(std::span<const PriceBand> bands, std::uint32_t orders_max,
                     std::uint32_t levels_max)
    : bands_(bands.begin(), bands.end()), best_(2 * bands.size()), pages_(levels_max),
      nodes_(std::size_t{orders_max} + levels_max), orders_max_(orders_max),
      levels_used_(orders_max) {
    for (const auto& band : bands_) {
        const auto ranks = static_cast<std::uint64_t>(band.max_ticks - band.min_ticks) + 1;
        ladders_.emplace_back(ranks);
        ladders_.emplace_back(ranks);
    }
}

std::int64_t OrderBook::rank_of(std::uint32_t side, std::int64_t price_ticks) const {
    const auto& band = bands_[side / 2];
    return side % 2 == 0 ? price_ticks - band.min_ticks : band.max_ticks - price_ticks;
}

std::int64_t OrderBook::price_of(std::uint32_t side, std::int64_t rank) const {
    const auto& band = bands_[side / 2];
    return side % 2 == 0 ? band.min_ticks + rank : band.max_ticks - rank;
}

std::uint32_t OrderBook::find_level(std::uint32_t side, std::int64_t rank) const {
    if (rank == best_[side].rank) return best_[side].level;
    return ladders_[side].find(pages_, static_cast<std::uint64_t>(rank));
}

std::uint32_t OrderBook::open_level(std::uint32_t side, std::int64_t rank) {
    auto level = free_level_;
    if (level != none)
        free_level_ = nodes_[level].next;
    else
        level = levels_used_++;
    assert(level < nodes_.size());
    nodes_[level] = {.next = level,
                     .prev = level,
                     .owner = side,
                     .index_position = 0,
                     .lots = 0,
                     .value = static_cast<std::uint64_t>(rank)};
    ladders_[side].insert(pages_, static_cast<std::uint64_t>(rank), level);
    if (rank > best_[side].rank) best_[side] = {.rank = rank, .level = level};
    return level;
}

void OrderBook::close_level(std::uint32_t level) {
    const auto side = nodes_[level].owner;
    const auto rank = nodes_[level].value;
    auto& ladder = ladders_[side];
    ladder.erase(pages_, rank);
    nodes_[level].next = free_level_;
    free_level_ = level;
    if (best_[side].level != level) return;
    const auto next = ladder.below(pages_, rank);
    best_[side] = {.rank = next,
                   .level = next == SummaryBitmap::none
                                ? none
                                : ladder.find(pages_, static_cast<std::uint64_t>(next))};
}

std::uint32_t OrderBook::take_order_slot() {
    const auto slot = free_order_;
    if (slot == none) {
        assert(orders_used_ < orders_max_);
        return orders_used_++;
    }
    free_order_ = nodes_[slot].next;
    return slot;
}

std::uint32_t OrderBook::add(std::uint32_t instrument, Side side, std::int64_t price_ticks,
                             std::uint64_t quantity_lots, std::uint64_t key) {
    const auto owner = side_of(instrument, side);
    const auto rank = rank_of(owner, price_ticks);
    auto level = find_level(owner, rank);
    if (level == none) level = open_level(owner, rank);
    const auto slot = take_order_slot();
    const auto last = nodes_[level].prev;
    nodes_[slot] = {.next = level,
                    .prev = last,
                    .owner = level,
                    .index_position = 0,
                    .lots = quantity_lots,
                    .value = key};
    nodes_[last].next = slot;
    nodes_[level].prev = slot;
    nodes_[level].lots += quantity_lots;
    return slot;
}

void OrderBook::remove(std::uint32_t slot) {
    const auto& node = nodes_[slot];
    nodes_[node.next].prev = node.prev;
    nodes_[node.prev].next = node.next;
    nodes_[node.owner].lots -= node.lots;
    if (node.next == node.prev) close_level(node.owner); // both neighbours are the sentinel
    nodes_[slot].next = free_order_;
    free_order_ = slot;
}

void OrderBook::reduce(std::uint32_t slot, std::uint64_t lots) {
    nodes_[slot].lots -= lots;
    nodes_[nodes_[slot].owner].lots -= lots;
}

std::uint32_t OrderBook::front(std::uint32_t instrument, Side side) const {
    const auto level = best_[side_of(instrument, side)].level;
    return level == none ? none : nodes_[level].next;
}

std::uint32_t OrderBook::next(std::uint32_t slot) const {
    const auto level = nodes_[slot].owner;
    if (nodes_[slot].next != level) return nodes_[slot].next;
    const auto side = nodes_[level].owner;
    const auto rank = ladders_[side].below(pages_, nodes_[level].value);
    if (rank == SummaryBitmap::none) return none;
    return nodes_[ladders_[side].find(pages_, static_cast<std::uint64_t>(rank))].next;
}

BookOrder OrderBook::order(std::uint32_t slot) const {
    const auto& level = nodes_[nodes_[slot].owner];
    return {.instrument = level.owner / 2,
            .side = level.owner % 2 == 0 ? Side::buy : Side::sell,
            .price_ticks = price_of(level.owner, static_cast<std::int64_t>(level.value)),
            .quantity_lots = nodes_[slot].lots};
}

Room OrderBook::room(std::uint32_t instrument, Side side, std::int64_t price_ticks) const {
    if (free_order_ == none && orders_used_ == orders_max_) return Room::no_order_slot;
    const auto owner = side_of(instrument, side);
    if (!has_free_level() && find_level(owner, rank_of(owner, price_ticks)) == none)
        return Room::no_level;
    return Room::enough;
}

Room OrderBook::room_to_move(std::uint32_t slot, std::int64_t price_ticks) const {
    const auto& node = nodes_[slot];
    const auto owner = nodes_[node.owner].owner;
    const bool leaves_its_level_empty = node.next == node.prev;
    if (leaves_its_level_empty || has_free_level()) return Room::enough;
    return find_level(owner, rank_of(owner, price_ticks)) == none ? Room::no_level : Room::enough;
}

bool OrderBook::crosses(std::uint32_t instrument, Side side, std::int64_t price_ticks) const {
    const auto other = side_of(instrument, opposite(side));
    return best_[other].rank >= 0 && best_[other].rank >= rank_of(other, price_ticks);
}

bool OrderBook::can_fill(std::uint32_t instrument, Side side, std::int64_t price_ticks,
                         std::uint64_t lots) const {
    const auto other = side_of(instrument, opposite(side));
    const auto worst = rank_of(other, price_ticks);
    auto [rank, level] = best_[other];
    while (rank >= 0 && rank >= worst) {
        if (nodes_[level].lots >= lots) return true;
        lots -= nodes_[level].lots;
        rank = ladders_[other].below(pages_, static_cast<std::uint64_t>(rank));
        if (rank >= 0) level = ladders_[other].find(pages_, static_cast<std::uint64_t>(rank));
    }
    return false;
}

} // namespace pinion::engine
