#include "tests/engine/support/names.h"

namespace pinion::engine {

std::string name(shm::RejectReason reason) {
    switch (reason) {
    case shm::RejectReason::none: return "none";
    case shm::RejectReason::unknown_symbol: return "unknown_symbol";
    case shm::RejectReason::unknown_account: return "unknown_account";
    case shm::RejectReason::duplicate_cl_ord_id: return "duplicate_cl_ord_id";
    case shm::RejectReason::unknown_order: return "unknown_order";
    case shm::RejectReason::too_late: return "too_late";
    case shm::RejectReason::quantity_zero: return "quantity_zero";
    case shm::RejectReason::quantity_above_maximum: return "quantity_above_maximum";
    case shm::RejectReason::price_outside_band: return "price_outside_band";
    case shm::RejectReason::price_off_tick: return "price_off_tick";
    case shm::RejectReason::quantity_off_lot: return "quantity_off_lot";
    case shm::RejectReason::price_missing: return "price_missing";
    case shm::RejectReason::price_not_allowed: return "price_not_allowed";
    case shm::RejectReason::unsupported_order_type: return "unsupported_order_type";
    case shm::RejectReason::unsupported_time_in_force: return "unsupported_time_in_force";
    case shm::RejectReason::unsupported_instruction: return "unsupported_instruction";
    case shm::RejectReason::order_limit_reached: return "order_limit_reached";
    case shm::RejectReason::level_limit_reached: return "level_limit_reached";
    case shm::RejectReason::cl_ord_id_limit_reached: return "cl_ord_id_limit_reached";
    case shm::RejectReason::order_mismatch: return "order_mismatch";
    case shm::RejectReason::engine_unavailable: return "engine_unavailable";
    case shm::RejectReason::stale_engine_epoch: return "stale_engine_epoch";
    case shm::RejectReason::throttled: return "throttled";
    case shm::RejectReason::instrument_halted: return "instrument_halted";
    case shm::RejectReason::instrument_closed: return "instrument_closed";
    case shm::RejectReason::no_liquidity: return "no_liquidity";
    case shm::RejectReason::not_authorised: return "not_authorised";
    case shm::RejectReason::other: return "other";
    case shm::RejectReason::minimum_above_quantity: return "minimum_above_quantity";
    case shm::RejectReason::display_above_quantity: return "display_above_quantity";
    case shm::RejectReason::expire_time_passed: return "expire_time_passed";
    case shm::RejectReason::would_take: return "would_take";
    case shm::RejectReason::stop_order_limit_reached: return "stop_order_limit_reached";
    case shm::RejectReason::held_order_limit_reached: return "held_order_limit_reached";
    case shm::RejectReason::self_trade_prevented: return "self_trade_prevented";
    case shm::RejectReason::session_disconnected: return "session_disconnected";
    case shm::RejectReason::mass_canceled: return "mass_canceled";
    case shm::RejectReason::display_too_small: return "display_too_small";
    case shm::RejectReason::killed: return "killed";
    case shm::RejectReason::account_suspended: return "account_suspended";
    case shm::RejectReason::unknown_session: return "unknown_session";
    case shm::RejectReason::unknown_gateway: return "unknown_gateway";
    case shm::RejectReason::insufficient_funds: return "insufficient_funds";
    case shm::RejectReason::order_size_limit_exceeded: return "order_size_limit_exceeded";
    case shm::RejectReason::order_value_limit_exceeded: return "order_value_limit_exceeded";
    case shm::RejectReason::open_order_limit_exceeded: return "open_order_limit_exceeded";
    case shm::RejectReason::exposure_limit_exceeded: return "exposure_limit_exceeded";
    case shm::RejectReason::order_rate_limit_exceeded: return "order_rate_limit_exceeded";
    case shm::RejectReason::price_outside_collar: return "price_outside_collar";
    case shm::RejectReason::unknown_asset: return "unknown_asset";
    case shm::RejectReason::amount_out_of_range: return "amount_out_of_range";
    case shm::RejectReason::risk_is_off: return "risk_is_off";
    }
    return "?";
}

std::string name(shm::ControlAction action) {
    switch (action) {
    case shm::ControlAction::set_phase: return "set_phase";
    case shm::ControlAction::set_limits: return "set_limits";
    case shm::ControlAction::credit: return "credit";
    case shm::ControlAction::kill: return "kill";
    case shm::ControlAction::re_arm: return "re_arm";
    case shm::ControlAction::suspend: return "suspend";
    case shm::ControlAction::resume: return "resume";
    case shm::ControlAction::bust: return "bust";
    case shm::ControlAction::correct: return "correct";
    case shm::ControlAction::add_instrument: return "add_instrument";
    case shm::ControlAction::add_account: return "add_account";
    case shm::ControlAction::roll_day: return "roll_day";
    case shm::ControlAction::detach_gateway: return "detach_gateway";
    case shm::ControlAction::list: return "list";
    }
    return "?";
}

std::string name(shm::ControlScope scope) {
    switch (scope) {
    case shm::ControlScope::everything: return "everything";
    case shm::ControlScope::instrument: return "instrument";
    case shm::ControlScope::account: return "account";
    case shm::ControlScope::session: return "session";
    }
    return "?";
}

std::string name(shm::OrdStatus status) {
    switch (status) {
    case shm::OrdStatus::new_order: return "new";
    case shm::OrdStatus::partially_filled: return "partially_filled";
    case shm::OrdStatus::filled: return "filled";
    case shm::OrdStatus::done_for_day: return "done_for_day";
    case shm::OrdStatus::canceled: return "canceled";
    case shm::OrdStatus::rejected: return "rejected";
    case shm::OrdStatus::expired: return "expired";
    }
    return "?";
}

std::string name(shm::ExecType type) {
    switch (type) {
    case shm::ExecType::new_order: return "new";
    case shm::ExecType::done_for_day: return "done_for_day";
    case shm::ExecType::canceled: return "canceled";
    case shm::ExecType::replaced: return "replaced";
    case shm::ExecType::rejected: return "rejected";
    case shm::ExecType::expired: return "expired";
    case shm::ExecType::restated: return "restated";
    case shm::ExecType::trade: return "trade";
    case shm::ExecType::trade_correct: return "trade_correct";
    case shm::ExecType::trade_cancel: return "trade_cancel";
    case shm::ExecType::order_status: return "status";
    }
    return "?";
}

std::string name(shm::OrdType type) {
    switch (type) {
    case shm::OrdType::market: return "market";
    case shm::OrdType::limit: return "limit";
    case shm::OrdType::stop: return "stop";
    case shm::OrdType::stop_limit: return "stop_limit";
    }
    return "?";
}

std::string name(shm::RestatementReason reason) {
    switch (reason) {
    case shm::RestatementReason::none: return "none";
    case shm::RestatementReason::gt_renewal: return "gt_renewal";
    case shm::RestatementReason::partial_decline: return "partial_decline";
    case shm::RestatementReason::market_option: return "market_option";
    }
    return "?";
}

std::string name(shm::Side side) {
    switch (side) {
    case shm::Side::buy: return "buy";
    case shm::Side::sell: return "sell";
    }
    return "?";
}

std::string name(shm::FeedEventKind kind) {
    switch (kind) {
    case shm::FeedEventKind::add: return "add";
    case shm::FeedEventKind::execute: return "execute";
    case shm::FeedEventKind::reduce: return "reduce";
    case shm::FeedEventKind::remove: return "remove";
    case shm::FeedEventKind::replace: return "replace";
    case shm::FeedEventKind::heartbeat: return "heartbeat";
    case shm::FeedEventKind::day_roll: return "day_roll";
    case shm::FeedEventKind::trade: return "trade";
    case shm::FeedEventKind::phase: return "phase";
    case shm::FeedEventKind::indicative: return "indicative";
    }
    return "?";
}

std::string name(shm::TradingPhase phase) {
    switch (phase) {
    case shm::TradingPhase::closed: return "closed";
    case shm::TradingPhase::pre_open: return "pre_open";
    case shm::TradingPhase::opening_auction: return "opening_auction";
    case shm::TradingPhase::continuous: return "continuous";
    case shm::TradingPhase::halted: return "halted";
    case shm::TradingPhase::closing_auction: return "closing_auction";
    case shm::TradingPhase::volatility_auction: return "volatility_auction";
    }
    return "?";
}

} // namespace pinion::engine
