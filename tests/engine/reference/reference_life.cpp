#include "tests/engine/reference/reference_venue.h"

#include <algorithm>
#include <tuple>

namespace pinion::engine {

using shm::Command;
using shm::CommandKind;
using shm::FeedEventKind;
using shm::OrdStatus;
using shm::OrdType;
using shm::RejectReason;
using shm::Side;

/// What waits gets its turn.
void ReferenceVenue::set_going() {
    std::uint32_t done = 0;
    more_to_set_going_ = false;
    for (std::uint32_t instrument = 0; instrument < markets_.size(); ++instrument) {
        if (!matches(instrument)) continue;
        while (auto* order = next_to_set_going(instrument)) {
            more_to_set_going_ = done++ == options_.activations_max;
            if (more_to_set_going_) return;
            take_away(*order);
            if (order->is_stop()) {
                order->type = order->type == OrdType::stop ? OrdType::market : OrdType::limit;
                tell_restated(*order, shm::RestatementReason::market_option);
            }
            execute(*order);
            if (!matches(instrument)) break;
        }
        if (matches(instrument)) markets_[instrument].traded_at.clear();
    }
}

ReferenceVenue::Order* ReferenceVenue::next_to_set_going(std::uint32_t instrument) {
    for (const auto side : {Side::buy, Side::sell})
        for (auto* order : waiting(Place::held, instrument, side))
            if (can_trade(*order, order->minimum(), collared(*order, order->price))) return order;
    for (const auto side : {Side::buy, Side::sell})
        for (auto* order : waiting(Place::stops, instrument, side))
            if (is_elected(*order)) return order;
    return nullptr;
}

bool ReferenceVenue::is_elected(const Order& stop) const {
    const auto& prices = markets_[stop.instrument].traded_at;
    return std::any_of(prices.begin(), prices.end(), [&](std::int64_t price) {
        return stop.side == Side::buy ? stop.stop_price <= price : stop.stop_price >= price;
    });
}

void ReferenceVenue::session_changed(const Command& command) {
    if (command.kind == CommandKind::gateway_down) {
        for (auto& [index, session] : sessions_)
            if (session.gateway == command.gateway) lose(session);
        return;
    }
    auto& session = sessions_[command.session];
    if (command.kind == CommandKind::session_down) return lose(session);
    session.grace_ends_ns.reset();
    session.cancels_when_lost = (command.flags & shm::command_flags::cancel_on_disconnect) != 0;
}

void ReferenceVenue::lose(Session& session) {
    if (session.cancels_when_lost)
        session.grace_ends_ns = now_.time_ns + options_.disconnect_grace_ns;
    session.cancels_when_lost = false; // until it logs on again
}

/// Whatever was told and is forgotten has used no number that comes now.
void ReferenceVenue::lose_host(std::uint32_t epoch) {
    if (epoch > epoch_) epoch_ = epoch;
    ++hosts_lost_;
    for (auto& [index, session] : sessions_) lose(session);
}

void ReferenceVenue::timer() {
    Orders expired;
    for (auto* order : waiting_)
        if (order->expires_ns != 0 && order->expires_ns <= now_.time_ns) expired.push_back(order);
    std::sort(expired.begin(), expired.end(), [](const Order* left, const Order* right) {
        return std::tie(left->expires_ns, left->order_id) <
               std::tie(right->expires_ns, right->order_id);
    });
    for (auto* order : expired) end(*order, OrdStatus::expired, RejectReason::none);

    for (auto& [index, session] : sessions_) {
        if (!session.grace_ends_ns || *session.grace_ends_ns > now_.time_ns) continue;
        session.grace_ends_ns.reset();
        for (auto* order : everything())
            if (order->session == index)
                end(*order, OrdStatus::canceled, RejectReason::session_disconnected);
    }
    follow_calendars();
}

std::int64_t ReferenceVenue::next_deadline_ns() const {
    if (more_to_set_going_) return 0;
    auto result = next_phase_ns();
    for (const auto* order : waiting_)
        if (order->expires_ns != 0) result = std::min(result, order->expires_ns);
    for (const auto& [index, session] : sessions_)
        if (session.grace_ends_ns) result = std::min(result, *session.grace_ends_ns);
    return result;
}

void ReferenceVenue::day_roll() {
    for (auto* order : everything())
        if (order->time_in_force == shm::TimeInForce::day ||
            order->time_in_force == shm::TimeInForce::at_the_opening ||
            order->time_in_force == shm::TimeInForce::at_the_close)
            end(*order, OrdStatus::expired, RejectReason::none);
    for (const auto* order : everything())
        tell_restated(*order, shm::RestatementReason::gt_renewal);

    ids_.clear();
    orders_.remove_if([](const Order& order) { return order.ended(); });
    for (auto& order : orders_) ids_[{order.session, order.cl_ord_id}] = &order;
    day_ends_ns_ = end_of_day();
    for (auto& market : markets_)
        if (market.last_price) market.day_reference = market.last_price;

    shm::FeedEvent event{};
    event.kind = FeedEventKind::day_roll;
    event.time_ns = now_.time_ns;
    events_.feed.push_back(event);
}

/// The first roll of a day that comes after now.
std::int64_t ReferenceVenue::end_of_day() const {
    constexpr std::int64_t day_length_ns = 86'400'000'000'000;
    if (options_.day_roll_offset_ns == EngineOptions::no_day_roll) return never_ns;
    const auto roll = now_.time_ns / day_length_ns * day_length_ns + options_.day_roll_offset_ns;
    return roll > now_.time_ns ? roll : roll + day_length_ns;
}

RejectReason ReferenceVenue::wrong_scope(const Command& command) const {
    const bool side_is_known =
        command.side == Side{} || command.side == Side::buy || command.side == Side::sell;
    if (!side_is_known || (command.mass_scope != '1' && command.mass_scope != '7'))
        return RejectReason::unsupported_instruction;
    if (command.mass_scope == '1' && command.instrument >= markets_.size())
        return RejectReason::unknown_symbol;
    return RejectReason::none;
}

ReferenceVenue::Orders ReferenceVenue::in_scope(const Command& command) const {
    auto orders = everything();
    std::erase_if(orders, [&](const Order* order) {
        return order->session != command.session ||
               (command.side != Side{} && order->side != command.side) ||
               (command.mass_scope == '1' && order->instrument != command.instrument);
    });
    return orders;
}

void ReferenceVenue::mass_cancel(const Command& command) {
    const auto reason = wrong_scope(command);
    if (reason != RejectReason::none) return tell_mass_cancel(reason, 0, 0);
    const auto orders = in_scope(command);
    tell_mass_cancel(RejectReason::none, with_epoch(++order_ids_), orders.size());
    for (auto* order : orders) end(*order, OrdStatus::canceled, RejectReason::mass_canceled);
}

void ReferenceVenue::mass_status(const Command& command) {
    const auto reason = wrong_scope(command);
    if (reason != RejectReason::none) return tell_business_reject(reason);
    const auto orders = in_scope(command);
    for (const auto* order : orders) tell_status(*order, orders.size(), order == orders.back());
    if (!orders.empty()) return;
    auto report = refusal(RejectReason::unknown_order);
    report.flags = shm::report_flags::last_of_mass;
    tell_execution(report, shm::ExecType::order_status);
}

} // namespace pinion::engine
