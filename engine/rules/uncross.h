#pragma once

#include "engine/book/order_book.h"
#include "shm/messages/order_terms.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace pinion::engine {

/// What an auction would come to. All zero: nobody can trade.
struct AuctionPrice {
    std::int64_t price_ticks = 0;
    std::uint64_t lots = 0;         ///< that trade there
    std::uint64_t surplus_lots = 0; ///< that would trade there, and find nobody
    shm::Side surplus_side{};       ///< whose they are; 0 if there are none

    friend bool operator==(const AuctionPrice&, const AuctionPrice&) = default;
};

/// One side of a book while its best levels trade with those of the other side.
template <typename LevelLots>
class AuctionSide {
  public:
    static constexpr std::uint32_t none = OrderBook::none;

    AuctionSide(const OrderBook& book, std::uint32_t instrument, shm::Side side,
                LevelLots level_lots)
        : book_(book), level_lots_(level_lots) {
        enter(book.front(instrument, side));
    }

    [[nodiscard]] bool any() const { return level_ != none; }

    /// Of the best level that is left.
    [[nodiscard]] std::int64_t price_ticks() const { return price_ticks_; }

    [[nodiscard]] std::uint64_t lots() const { return lots_; }

    /// Whether a part of it has traded.
    [[nodiscard]] bool is_begun() const { return is_begun_; }

    /// The worst price that has traded.
    [[nodiscard]] std::int64_t traded_ticks() const { return traded_ticks_; }

    void trade(std::uint64_t lots) {
        traded_ticks_ = price_ticks_;
        lots_ -= lots;
        is_begun_ = true;
        if (lots_ == 0) enter(book_.next_level(level_));
    }

    /// The price behind the best that is left.
    [[nodiscard]] std::optional<std::int64_t> next_price_ticks() const {
        const auto next = book_.next_level(level_);
        if (next == none) return std::nullopt;
        return book_.order(next).price_ticks;
    }

  private:
    void enter(std::uint32_t level) {
        level_ = level;
        is_begun_ = false;
        if (level == none) return;
        price_ticks_ = book_.order(level).price_ticks;
        lots_ = level_lots_(level);
    }

    const OrderBook& book_;
    LevelLots level_lots_;
    std::uint32_t level_ = none; ///< by its first order
    std::int64_t price_ticks_ = 0;
    std::int64_t traded_ticks_ = 0;
    std::uint64_t lots_ = 0;
    bool is_begun_ = false;
};

/// Prices that are as good as each other but for their distance from the reference, both included.
struct AuctionRange {
    std::int64_t low_ticks;
    std::int64_t high_ticks;

    [[nodiscard]] bool empty() const { return low_ticks > high_ticks; }

    /// Without a reference the middle, and of two the lower one.
    [[nodiscard]] std::int64_t nearest(std::optional<std::int64_t> reference_ticks) const {
        if (reference_ticks) return std::clamp(*reference_ticks, low_ticks, high_ticks);
        return low_ticks + (high_ticks - low_ticks) / 2;
    }
};

/// Where an auction's price may lie once all have traded that can. Bids that are left are below the
/// asks that are left: between them nobody is left over, at the best bid that is left its lots are,
/// at the best ask its own.
template <typename Side>
class AuctionRanges {
  public:
    AuctionRanges(const Side& bids, const Side& asks) : bids_(bids), asks_(asks) {}

    [[nodiscard]] AuctionRange between() const {
        return {.low_ticks = bids_.any() ? above(bids_.price_ticks()) : asks_.traded_ticks(),
                .high_ticks = asks_.any() ? below(asks_.price_ticks()) : bids_.traded_ticks()};
    }

    [[nodiscard]] AuctionRange at_bid() const {
        const auto next = bids_.next_price_ticks();
        return {.low_ticks = next ? above(*next) : asks_.traded_ticks(),
                .high_ticks = bids_.price_ticks()};
    }

    [[nodiscard]] AuctionRange at_ask() const {
        const auto next = asks_.next_price_ticks();
        return {.low_ticks = asks_.price_ticks(),
                .high_ticks = next ? below(*next) : bids_.traded_ticks()};
    }

    /// With the fewest left over. At most one side's level was traded in part, and then the price
    /// is there, since all of the other side that can trade does.
    [[nodiscard]] AuctionRange best() const {
        if (bids_.is_begun()) return at_bid();
        if (asks_.is_begun()) return at_ask();
        const auto free = between();
        if (!free.empty()) return free;
        if (bids_.lots() < asks_.lots()) return at_bid();
        if (asks_.lots() < bids_.lots()) return at_ask();
        return {.low_ticks = at_bid().low_ticks, .high_ticks = at_ask().high_ticks};
    }

  private:
    /// Below the asks that have traded not all of them would.
    [[nodiscard]] std::int64_t above(std::int64_t bid_ticks) const {
        return std::max(bid_ticks + 1, asks_.traded_ticks());
    }

    [[nodiscard]] std::int64_t below(std::int64_t ask_ticks) const {
        return std::min(ask_ticks - 1, bids_.traded_ticks());
    }

    const Side& bids_;
    const Side& asks_;
};

/// The price at which most lots trade; of several, the one with the smallest surplus; of several,
/// the one nearest to the reference price, or the middle one if there is no reference. Any tick may
/// be the price, not only one that somebody named. Goes through the levels that trade, and not
/// through orders. `level_lots(slot)` tells all lots of the slot's level.
template <typename LevelLots>
[[nodiscard]] AuctionPrice uncross(const OrderBook& book, std::uint32_t instrument,
                                   std::optional<std::int64_t> reference_ticks,
                                   LevelLots level_lots) {
    using Side = AuctionSide<LevelLots>;
    Side bids(book, instrument, shm::Side::buy, level_lots);
    Side asks(book, instrument, shm::Side::sell, level_lots);
    AuctionPrice result;
    while (bids.any() && asks.any() && bids.price_ticks() >= asks.price_ticks()) {
        const auto lots = std::min(bids.lots(), asks.lots());
        bids.trade(lots);
        asks.trade(lots);
        result.lots += lots;
    }
    if (result.lots == 0) return result;
    result.price_ticks = AuctionRanges<Side>(bids, asks).best().nearest(reference_ticks);
    const auto leave = [&](const Side& side, shm::Side whose) {
        result.surplus_lots = side.lots();
        result.surplus_side = whose;
    };
    if (bids.any() && bids.price_ticks() >= result.price_ticks) leave(bids, shm::Side::buy);
    if (asks.any() && asks.price_ticks() <= result.price_ticks) leave(asks, shm::Side::sell);
    return result;
}

} // namespace pinion::engine
