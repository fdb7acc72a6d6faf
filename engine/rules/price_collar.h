#pragma once

#include "engine/traded_prices.h"
#include "shm/messages/notional.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace pinion::engine {

/// How far prices of an instrument may go, in ticks; 0: as far as its band. The static collar is
/// measured from the reference price of the day, the others from the last trade. Static and dynamic
/// ones are for limit prices; a trade that would leave its own starts a volatility auction instead.
struct PriceCollar {
    std::optional<std::int64_t> reference_ticks =
        {}; ///< before the first day that had trades is over
    std::uint64_t static_ticks = 0;
    std::uint64_t dynamic_ticks = 0;
    std::uint64_t trade_ticks = 0;

    friend bool operator==(const PriceCollar&, const PriceCollar&) = default;
};

/// The last trade before this day began, if there was one.
struct DayReference {
    std::int64_t ticks = 0;
    std::uint64_t is_known = 0;

    void begin_day(const TradedPrices& prices) {
        if (prices.has_traded != 0) *this = {.ticks = prices.last_ticks, .is_known = 1};
    }

    friend bool operator==(const DayReference&, const DayReference&) = default;
};

[[nodiscard]] inline std::optional<std::int64_t> static_reference(const PriceCollar& collar,
                                                                  const DayReference& day) {
    return day.is_known != 0 ? day.ticks : collar.reference_ticks;
}

/// By which trades and auctions are judged, too. Before the first trade of all, the reference of
/// the day.
[[nodiscard]] inline std::optional<std::int64_t>
dynamic_reference(const PriceCollar& collar, const DayReference& day, const TradedPrices& prices) {
    return prices.has_traded != 0 ? prices.last_ticks : static_reference(collar, day);
}

/// Whether a price is at most `ticks` above or below the reference, if there is one. Any distance
/// of two prices has its place in 64 bits without a sign.
[[nodiscard]] inline bool is_near(std::optional<std::int64_t> reference_ticks, std::uint64_t ticks,
                                  std::int64_t price_ticks) {
    if (ticks == 0 || !reference_ticks) return true;
    const auto from = static_cast<std::uint64_t>(*reference_ticks);
    const auto to = static_cast<std::uint64_t>(price_ticks);
    return (price_ticks >= *reference_ticks ? to - from : from - to) <= ticks;
}

/// A limit price lies in the static collar; one of an order that could trade at once is not so far
/// through the market that it leaves the dynamic one. Nobody is hurt by a price that is too good
/// for the others.
[[nodiscard]] inline shm::RejectReason check_collars(const PriceCollar& collar,
                                                     const DayReference& day,
                                                     const TradedPrices& prices, shm::OrdType type,
                                                     shm::Side side, std::int64_t price_ticks) {
    using shm::RejectReason;
    if (!has_limit_price(type)) return RejectReason::none;
    if (!is_near(static_reference(collar, day), collar.static_ticks, price_ticks))
        return RejectReason::price_outside_collar;
    const auto reference = dynamic_reference(collar, day, prices);
    const bool goes_through =
        reference && (side == shm::Side::buy ? price_ticks > *reference : price_ticks < *reference);
    if (has_stop_price(type) || !goes_through) return RejectReason::none;
    return is_near(reference, collar.dynamic_ticks, price_ticks)
               ? RejectReason::none
               : RejectReason::price_outside_collar;
}

/// The worst price at which an order of `side` with this limit may trade in continuous trading
/// before a volatility auction is due.
[[nodiscard]] inline std::int64_t collared(const PriceCollar& collar, const DayReference& day,
                                           const TradedPrices& prices, shm::Side side,
                                           std::int64_t limit_ticks) {
    if (collar.trade_ticks == 0) return limit_ticks;
    const auto reference = dynamic_reference(collar, day, prices);
    if (!reference) return limit_ticks;
    // wide enough for any price
    const shm::Int128 width = collar.trade_ticks;
    const auto edge = side == shm::Side::buy
                          ? std::min(shm::Int128{limit_ticks}, shm::Int128{*reference} + width)
                          : std::max(shm::Int128{limit_ticks}, shm::Int128{*reference} - width);
    return static_cast<std::int64_t>(edge);
}

} // namespace pinion::engine
