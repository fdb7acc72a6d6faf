#pragma once

#include <cstdint>

namespace pinion::shm {

/// Why the venue says no, in its own words. The engine and the gateways decide in these terms; only
/// `fix-gateway/translate/reject_codes.h` knows which FIX code (103, 102, 380) and which text each
/// one becomes. Values are part of the layout: append, never renumber.
enum class RejectReason : std::uint16_t {
    none = 0,
    unknown_symbol = 1,
    unknown_account = 2,
    duplicate_cl_ord_id = 3,
    unknown_order = 4,
    too_late = 5, ///< the order is filled, canceled or expired
    quantity_zero = 6,
    quantity_above_maximum = 7,
    price_outside_band = 8,
    price_off_tick = 9,
    quantity_off_lot = 10,
    price_missing = 11,
    price_not_allowed = 12, ///< a market order with a limit price
    unsupported_order_type = 13,
    unsupported_time_in_force = 14,
    unsupported_instruction = 15,
    order_limit_reached = 16, ///< the engine's pool of live orders is full
    level_limit_reached = 17, ///< the instrument's pool of price levels is full
    cl_ord_id_limit_reached = 18,
    order_mismatch = 19, ///< 54 or 55 of a cancel, replace or status differ from the order's
    engine_unavailable = 20,
    stale_engine_epoch = 21, ///< sent to an engine that has since restarted without its orders
    throttled = 22,
    instrument_halted = 23,
    instrument_closed = 24,
    no_liquidity = 25, ///< a fill-or-kill or market order that found nothing to trade with
    not_authorised = 26,
    other = 27,
    minimum_above_quantity = 28, ///< 110 above 38
    display_above_quantity = 29, ///< 111 above 38
    expire_time_passed = 30,     ///< a good-till-date order whose time is over, or that has none
    would_take = 31,             ///< a post-only order that would trade at once
    stop_order_limit_reached = 32,
    held_order_limit_reached = 33,
    self_trade_prevented = 34, ///< why the venue canceled an order
    session_disconnected = 35, ///< likewise
    mass_canceled = 36,        ///< likewise
    display_too_small = 37,    ///< 111 that cuts 38 into too many slices
    killed = 38,               ///< the kill switch: why the venue canceled an order, or takes none
    account_suspended = 39,
    unknown_session = 40, ///< that a control command names
    unknown_gateway = 41, ///< likewise
    insufficient_funds = 42,
    order_size_limit_exceeded = 43, ///< the account's own limits, here and below
    order_value_limit_exceeded = 44,
    open_order_limit_exceeded = 45,
    exposure_limit_exceeded = 46,
    order_rate_limit_exceeded = 47,
    price_outside_collar = 48,
    unknown_asset = 49,
    amount_out_of_range = 50,
    risk_is_off = 51, ///< of the account, so that nothing is to be credited or limited
};

} // namespace pinion::shm
