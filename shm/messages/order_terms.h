#pragma once

#include <cstdint>

/// The words in which an order speaks. Where FIX 4.4 has a code for a term, the enumerator's value
/// is that code, so that no table translates between the two.
namespace pinion::shm {

/// FIX 54.
enum class Side : std::uint8_t { buy = '1', sell = '2' };

/// FIX 40.
enum class OrdType : std::uint8_t { market = '1', limit = '2', stop = '3', stop_limit = '4' };

/// Whether orders of this type name the worst price at which they may trade (FIX 44).
[[nodiscard]] constexpr bool has_limit_price(OrdType type) {
    return type == OrdType::limit || type == OrdType::stop_limit;
}

/// Whether orders of this type wait until a price has traded (FIX 99). Then they become another.
[[nodiscard]] constexpr bool has_stop_price(OrdType type) {
    return type == OrdType::stop || type == OrdType::stop_limit;
}

/// FIX 59.
enum class TimeInForce : std::uint8_t {
    day = '0',
    good_till_cancel = '1',
    at_the_opening = '2',
    immediate_or_cancel = '3',
    fill_or_kill = '4',
    good_till_date = '6',
    at_the_close = '7',
};

/// FIX 18 and user tag 7930, as bits of `exec_inst`.
namespace exec_inst {
inline constexpr std::uint8_t none = 0;
inline constexpr std::uint8_t post_only = 1;         ///< 18=6
inline constexpr std::uint8_t all_or_none = 2;       ///< 18=G
inline constexpr std::uint8_t post_only_reprice = 4; ///< 18=6 with 7930=R
} // namespace exec_inst

/// FIX 530 and 585: the scopes of a mass request that the venue knows.
namespace mass_scope {
inline constexpr std::uint8_t one_symbol = '1';
inline constexpr std::uint8_t everything = '7';
} // namespace mass_scope

/// User tag 7928.
enum class SelfTradePrevention : std::uint8_t {
    none = 0,
    cancel_oldest = 'O',
    cancel_newest = 'N',
    cancel_both = 'B',
    decrement = 'D',
};

/// FIX 150.
enum class ExecType : std::uint8_t {
    new_order = '0',
    done_for_day = '3',
    canceled = '4',
    replaced = '5',
    rejected = '8',
    expired = 'C',
    restated = 'D',
    trade = 'F',
    trade_correct = 'G',
    trade_cancel = 'H',
    order_status = 'I',
};

/// FIX 39.
enum class OrdStatus : std::uint8_t {
    new_order = '0',
    partially_filled = '1',
    filled = '2',
    done_for_day = '3',
    canceled = '4',
    rejected = '8',
    expired = 'C',
};

/// FIX 378.
enum class RestatementReason : std::uint8_t {
    none = 0,            ///< FIX has a meaning for 0 that this venue has no use for
    gt_renewal = 1,      ///< a good-till order goes on into another day
    partial_decline = 5, ///< its quantity shrank to prevent a self trade
    market_option = 8,   ///< a stop order was triggered
};

/// FIX 851.
enum class LiquidityInd : std::uint8_t { none = 0, added = '1', removed = '2' };

} // namespace pinion::shm
