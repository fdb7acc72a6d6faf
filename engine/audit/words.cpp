#include "engine/audit/words.h"

#include "shm/messages/phase_names.h"

#include <cstddef>
#include <span>

namespace pinion::engine {

namespace {

// The place of a word is the code's number.
constexpr std::string_view command_kinds[] = {"",
                                              "new_order",
                                              "cancel",
                                              "replace",
                                              "status",
                                              "mass_cancel",
                                              "mass_status",
                                              "rejected",
                                              "session_down",
                                              "gateway_down",
                                              "timer",
                                              "day_roll",
                                              "session_up",
                                              "gateway_up",
                                              "host_lost",
                                              "control"};
constexpr std::string_view report_kinds[] = {
    "", "execution", "cancel_reject", "business_reject", "mass_cancel_report", "control"};
constexpr std::string_view feed_event_kinds[] = {"",       "add",     "execute",   "reduce",
                                                 "remove", "replace", "heartbeat", "day_roll",
                                                 "trade",  "phase",   "indicative"};
constexpr std::string_view reject_reasons[] = {"",
                                               "unknown_symbol",
                                               "unknown_account",
                                               "duplicate_cl_ord_id",
                                               "unknown_order",
                                               "too_late",
                                               "quantity_zero",
                                               "quantity_above_maximum",
                                               "price_outside_band",
                                               "price_off_tick",
                                               "quantity_off_lot",
                                               "price_missing",
                                               "price_not_allowed",
                                               "unsupported_order_type",
                                               "unsupported_time_in_force",
                                               "unsupported_instruction",
                                               "order_limit_reached",
                                               "level_limit_reached",
                                               "cl_ord_id_limit_reached",
                                               "order_mismatch",
                                               "engine_unavailable",
                                               "stale_engine_epoch",
                                               "throttled",
                                               "instrument_halted",
                                               "instrument_closed",
                                               "no_liquidity",
                                               "not_authorised",
                                               "other",
                                               "minimum_above_quantity",
                                               "display_above_quantity",
                                               "expire_time_passed",
                                               "would_take",
                                               "stop_order_limit_reached",
                                               "held_order_limit_reached",
                                               "self_trade_prevented",
                                               "session_disconnected",
                                               "mass_canceled",
                                               "display_too_small",
                                               "killed",
                                               "account_suspended",
                                               "unknown_session",
                                               "unknown_gateway",
                                               "insufficient_funds",
                                               "order_size_limit_exceeded",
                                               "order_value_limit_exceeded",
                                               "open_order_limit_exceeded",
                                               "exposure_limit_exceeded",
                                               "order_rate_limit_exceeded",
                                               "price_outside_collar",
                                               "unknown_asset",
                                               "amount_out_of_range",
                                               "risk_is_off"};
constexpr std::string_view control_actions[] = {
    "",         "set_phase",      "set_limits", "credit",  "kill",           "re_arm",
    "suspend",  "resume",         "bust",       "correct", "add_instrument", "add_account",
    "roll_day", "detach_gateway", "list"};
constexpr std::string_view control_scopes[] = {"", "everything", "instrument", "account",
                                               "session"};
constexpr std::string_view list_subjects[] = {
    "", "orders", "accounts", "sessions", "instruments", "bars", "balances"};
constexpr std::string_view waiting_places[] = {"", "book", "stop_orders", "held_orders",
                                               "orders_at_close"};

template <class Code>
std::string_view word(std::span<const std::string_view> words, Code code) {
    const auto number = static_cast<std::size_t>(code);
    return number < words.size() ? words[number] : std::string_view{};
}

} // namespace

std::string_view word_of(shm::CommandKind kind) { return word(command_kinds, kind); }

std::string_view word_of(shm::ReportKind kind) { return word(report_kinds, kind); }

std::string_view word_of(shm::FeedEventKind kind) { return word(feed_event_kinds, kind); }

std::string_view word_of(shm::TradingPhase phase) { return shm::word_for(phase); }

std::string_view word_of(shm::RejectReason reason) { return word(reject_reasons, reason); }

std::string_view word_of(shm::ControlAction action) { return word(control_actions, action); }

std::string_view word_of(shm::ControlScope scope) { return word(control_scopes, scope); }

std::string_view word_of(shm::ListSubject subject) { return word(list_subjects, subject); }

std::string_view word_of(shm::WaitingPlace place) { return word(waiting_places, place); }

} // namespace pinion::engine
