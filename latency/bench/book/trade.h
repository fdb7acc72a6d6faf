#pragma once

#include <bit>
#include <cstdint>

namespace pinion::latency {

struct Trade {
    std::uint64_t maker; ///< id of the order that rested
    std::uint64_t taker;
    std::int64_t price_ticks;
    std::uint64_t quantity_lots;
};

/// What a stream's trades come to: how many, how much, and a hash of all of them in their order.
///
///   hash' = (hash ^ mix) * m + 1   with   mix = maker * m + rotl(taker * m, 16) +
///                                               rotl(price * m, 32) + rotl(quantity * m, 48)
struct TradeTally {
    std::uint64_t trades = 0;
    std::uint64_t lots = 0;
    std::uint64_t hash = 0;

    void add(const Trade& trade) {
        constexpr std::uint64_t m = 0x9e3779b97f4a7c15; // Knuth, TAOCP 3, 6.4
        const auto mix = trade.maker * m + std::rotl(trade.taker * m, 16) +
                         std::rotl(static_cast<std::uint64_t>(trade.price_ticks) * m, 32) +
                         std::rotl(trade.quantity_lots * m, 48);
        ++trades;
        lots += trade.quantity_lots;
        hash = (hash ^ mix) * m + 1;
    }

    friend bool operator==(const TradeTally&, const TradeTally&) = default;
};

} // namespace pinion::latency
