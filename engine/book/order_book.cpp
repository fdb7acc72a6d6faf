#include "engine/book/order_book.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace pinion::engine {

using shm::Side;

namespace {

std::uint64_t rank_count(const PriceBand& band) {
    return static_cast<std::uint64_t>(band.max_ticks - band.min_ticks) + 1;
}

/// No more than there are groups of ranks, and the one that stays empty.
std::uint32_t page_count(std::span<const PriceBand> bands, std::uint32_t orders_max,
                         std::uint32_t levels_max) {
    std::uint64_t groups = 0;
    for (const auto& band : bands) groups += 2 * ((rank_count(band) + 63) / 64);
    const auto pages = std::min<std::uint64_t>(levels_max, groups) + 1;
    if (pages * BookArena::page_levels + 2 * std::uint64_t{orders_max} + 4 >
        std::numeric_limits<std::uint32_t>::max())
        throw std::invalid_argument("orders_max and levels_max are too large together");
    return static_cast<std::uint32_t>(pages);
}

} // namespace

OrderBook::OrderBook(std::span<const PriceBand> bands, std::uint32_t orders_max,
                     std::uint32_t levels_max)
    : pages_(page_count(bands, orders_max, levels_max)),
      arena_(orders_max, page_count(bands, orders_max, levels_max)), orders_max_(orders_max),
      levels_max_(levels_max) {
    ladders_.reserve(2 * bands.size());
    for (const auto& band : bands)
        for (const auto side : {Side::buy, Side::sell}) {
            const bool buys = side == Side::buy;
            ladders_.emplace_back(rank_count(band));
            sides_.push_back({.best_rank = PriceLadder::no_rank,
                              .best_level = none,
                              .spare = 0,
                              .worst_ticks = buys ? band.min_ticks : band.max_ticks,
                              .better = buys ? 1 : -1,
                              .ranks = rank_count(band),
                              .directory = ladders_.back().directory()});
        }
}

std::uint32_t OrderBook::open_level(std::uint32_t side_number, std::uint64_t rank) {
    assert(levels_ < levels_max_);
    ++levels_;
    auto& side = sides_[side_number];
    const auto group = static_cast<std::uint32_t>(rank / 64);
    auto page = ladders_[side_number].page(group);
    if (page == PriceLadder::no_page) {
        page =
            pages_.take({.present = 0,
                         .worst_ticks = side.worst_ticks + side.better * std::int64_t{group} * 64,
                         .better = side.better,
                         .side = side_number,
                         .group = group});
        ladders_[side_number].add_page(group, page);
    }
    pages_[page].present |= std::uint64_t{1} << (rank % 64);
    const auto level = arena_.unit_of_level(page, static_cast<std::uint32_t>(rank % 64));
    if (static_cast<std::int64_t>(rank) > side.best_rank) {
        side.best_rank = static_cast<std::int64_t>(rank);
        side.best_level = level;
    }
    return level;
}

void OrderBook::close_level(std::uint32_t level) {
    --levels_;
    const auto number = arena_.page_of_level(level);
    auto& page = pages_[number];
    auto& side = sides_[page.side];
    const auto& ladder = ladders_[page.side];
    page.present &= ~(std::uint64_t{1} << arena_.lane_of_level(level));
    if (side.best_level == level) {
        side.best_rank = ladder.below(pages_, static_cast<std::uint64_t>(side.best_rank));
        side.best_level = side.best_rank == PriceLadder::no_rank
                              ? none
                              : level_at(side, static_cast<std::uint64_t>(side.best_rank));
    }
    if (page.present != 0) return;
    ladders_[page.side].remove_page(page.group);
    pages_.give_back(number);
}

std::uint32_t OrderBook::next(std::uint32_t slot) const {
    const auto& order = arena_.order(slot);
    if (order.node.next == order.level) return next_level(slot);
    return BookArena::order_of_unit(order.node.next);
}

std::uint32_t OrderBook::next_level(std::uint32_t slot) const {
    const auto level = arena_.order(slot).level;
    const auto& page = pages_[arena_.page_of_level(level)];
    const auto rank = std::uint64_t{page.group} * 64 + arena_.lane_of_level(level);
    const auto below = ladders_[page.side].below(pages_, rank);
    if (below == PriceLadder::no_rank) return none;
    const auto next = level_at(sides_[page.side], static_cast<std::uint64_t>(below));
    return BookArena::order_of_unit(arena_.node(next).next);
}

Room OrderBook::room(std::uint32_t instrument, Side side, std::int64_t price_ticks) const {
    if (free_order_ == none && orders_used_ == orders_max_) return Room::no_order_slot;
    if (levels_ < levels_max_) return Room::enough;
    const auto& own = sides_[number_of(instrument, side)];
    return has_level(own, rank_of(own, price_ticks)) ? Room::enough : Room::no_level;
}

Room OrderBook::room_to_move(std::uint32_t slot, std::int64_t price_ticks) const {
    const auto& order = arena_.order(slot);
    const bool leaves_its_level_empty = order.node.next == order.node.prev;
    if (leaves_its_level_empty || levels_ < levels_max_) return Room::enough;
    const auto& own = sides_[pages_[arena_.page_of_level(order.level)].side];
    return has_level(own, rank_of(own, price_ticks)) ? Room::enough : Room::no_level;
}

bool OrderBook::can_fill(std::uint32_t instrument, Side side, std::int64_t price_ticks,
                         std::uint64_t lots) const {
    const auto number = number_of(instrument, opposite(side));
    const auto& other = sides_[number];
    const auto worst = static_cast<std::int64_t>(rank_of(other, price_ticks));
    for (auto rank = other.best_rank; rank >= 0 && rank >= worst;
         rank = ladders_[number].below(pages_, static_cast<std::uint64_t>(rank))) {
        const auto level_lots = arena_.node(level_at(other, static_cast<std::uint64_t>(rank))).lots;
        if (level_lots >= lots) return true;
        lots -= level_lots;
    }
    return false;
}

} // namespace pinion::engine
