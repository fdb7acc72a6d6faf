#include "tests/engine/reference/reference_venue.h"

#include "shm/book_hash.h"

#include <set>
#include <tuple>

namespace pinion::engine {

using shm::Command;
using shm::CommandKind;
using shm::RejectReason;
using shm::Side;

ReferenceVenue::ReferenceVenue(const EngineOptions& options)
    : options_(options), markets_(options.instruments.size()) {
    for (std::uint32_t instrument = 0; instrument < markets_.size(); ++instrument)
        if (!market_options(instrument).calendar.empty())
            markets_[instrument].phase = shm::TradingPhase::closed;
}

Events ReferenceVenue::apply(const shm::SequencedCommand& sequenced) {
    now_ = sequenced;
    events_ = {};
    own_ = nullptr;
    begin_days();
    if (admit(sequenced.command)) handle(sequenced.command);
    if (!events_.feed.empty()) events_.feed.back().flags = shm::feed_flags::last_of_command;
    return events_;
}

/// The first command of all tells which day it is.
void ReferenceVenue::begin_days() {
    if (is_first_) day_ends_ns_ = end_of_day();
    is_first_ = false;
}

/// Each message of a session counts once; none does for who does not exist.
bool ReferenceVenue::admit(const Command& command) {
    const std::set<CommandKind> of_the_venue = {CommandKind::gateway_down, CommandKind::timer,
                                                CommandKind::day_roll, CommandKind::host_lost};
    if (of_the_venue.count(command.kind) != 0) return true;
    if (command.kind == CommandKind::control) return command.gateway < options_.gateways_max;
    if (command.session >= options_.sessions_max || command.gateway >= options_.gateways_max)
        return false;
    auto& session = sessions_[command.session];
    const auto number = std::pair(command.session_epoch, command.msg_seq_num);
    if (command.msg_seq_num != 0) {
        if (number <= std::pair(session.epoch, session.last)) return false;
        std::tie(session.epoch, session.last) = number;
    }
    session.gateway = command.gateway;
    return true;
}

void ReferenceVenue::handle(const Command& command) {
    switch (command.kind) {
    case CommandKind::session_up:
    case CommandKind::session_down:
    case CommandKind::gateway_down: return session_changed(command);
    case CommandKind::host_lost: return lose_host(command.engine_epoch);
    case CommandKind::timer: timer(); break;
    case CommandKind::day_roll: day_roll(); break;
    case CommandKind::control: control(shm::control_of(command)); break;
    default: request(command);
    }
    own_ = nullptr;
    set_going();
    tell_indicatives();
}

void ReferenceVenue::request(const Command& command) {
    if (command.engine_epoch < epoch_)
        return refuse(command, command.kind, RejectReason::stale_engine_epoch);
    switch (command.kind) {
    case CommandKind::new_order: return new_order(command);
    case CommandKind::cancel: return cancel(command);
    case CommandKind::replace: return replace(command);
    case CommandKind::status: return status(command);
    case CommandKind::mass_cancel: return mass_cancel(command);
    case CommandKind::mass_status: return mass_status(command);
    case CommandKind::rejected:
        return refuse(command, static_cast<CommandKind>(command.rejected_kind),
                      command.reason == RejectReason::none ? RejectReason::other : command.reason);
    default: return refuse(command, command.kind, RejectReason::unsupported_instruction);
    }
}

/// Says no without looking closer. The id of a new order is used up all the same.
void ReferenceVenue::refuse(const Command& command, CommandKind kind, RejectReason reason) {
    if (kind == CommandKind::cancel || kind == CommandKind::replace)
        return tell_cancel_reject(reason, order_of(command.session, command.reference_id));
    if (kind == CommandKind::mass_cancel) return tell_mass_cancel(reason, 0, 0);
    if (kind != CommandKind::new_order) return tell_business_reject(reason);
    tell_execution(refusal(reason), shm::ExecType::rejected);
    if (ids_are_full() || order_of(command.session, command.cl_ord_id) != nullptr) return;
    auto order = Order::from(command);
    const auto known = shm::AccountName::from(order.account);
    bool is_known = false;
    for (const auto& account : options_.accounts) is_known = is_known || account == known;
    if (!is_known) order.account.clear();
    order.status = shm::OrdStatus::rejected;
    order.reason = reason;
    orders_.push_back(order);
    ids_[{order.session, order.cl_ord_id}] = &orders_.back();
}

ReferenceVenue::Order* ReferenceVenue::order_of(std::uint16_t session, const shm::ClOrdId& id) {
    const auto found = ids_.find({session, text_of(id)});
    return found == ids_.end() ? nullptr : found->second;
}

bool ReferenceVenue::ids_are_full() const { return ids_.size() >= options_.cl_ord_ids_per_day_max; }

std::uint64_t ReferenceVenue::book_hash() const {
    shm::BookHash hash;
    for (std::uint32_t instrument = 0; instrument < markets_.size(); ++instrument)
        for (const auto side : {Side::buy, Side::sell})
            for (const auto* order : waiting(Place::book, instrument, side))
                hash.fold(instrument, side, order->price, order->order_id, order->shown);
    return hash.value();
}

std::string ReferenceVenue::broken() const {
    for (const auto* order : waiting_) {
        if (order->ended() || order->leaves() == 0) return "an order waits that has ended";
        if (order->place == Place::book && (order->shown == 0 || order->shown > order->leaves()))
            return "an order shows nothing, or more than it has";
        if (order->place == Place::book && order->minimum() != 0) return "an order rests in vain";
        if (order->place == Place::book && matches(order->instrument) && !order->may_rest())
            return "an order rests that may not";
        if (order->place == Place::closing && !comes_at_close(*order))
            return "an order waits for a close that is now";
        if (order->place == Place::held && !order->may_rest()) return "an order is held in vain";
        if (order->is_stop() != (order->place == Place::stops)) return "a stop order is misplaced";
        if (order->place == Place::book && matches(order->instrument) && meets(Place::book, *order))
            return "the book is crossed";
    }
    return {};
}

} // namespace pinion::engine
