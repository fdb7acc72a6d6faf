#include "tests/engine/reference/reference_venue.h"

#include "shm/book_hash.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace pinion::engine {

using shm::Command;
using shm::CommandKind;
using shm::ExecType;
using shm::FeedEvent;
using shm::FeedEventKind;
using shm::OrdStatus;
using shm::OrdType;
using shm::RejectReason;
using shm::Report;
using shm::ReportKind;
using shm::Side;
using shm::TimeInForce;

bool ReferenceVenue::Order::ended() const {
    return status != OrdStatus::new_order && status != OrdStatus::partially_filled;
}

Events ReferenceVenue::apply(const shm::SequencedCommand& sequenced) {
    now_ = sequenced;
    events_ = {};
    handle(sequenced.command);
    if (!events_.feed.empty()) events_.feed.back().flags = shm::feed_flags::last_of_command;
    return events_;
}

void ReferenceVenue::handle(const Command& command) {
    const std::set<CommandKind> silent = {CommandKind::session_up, CommandKind::session_down,
                                          CommandKind::gateway_down, CommandKind::timer,
                                          CommandKind::day_roll};
    const std::set<CommandKind> of_the_venue = {CommandKind::gateway_down, CommandKind::timer,
                                                CommandKind::day_roll};
    if (of_the_venue.count(command.kind) != 0) return;
    if (command.session >= options_.sessions_max || command.gateway >= options_.gateways_max)
        return;
    auto& session = sessions_[command.session];
    const auto place = std::pair(command.session_epoch, command.msg_seq_num);
    if (command.msg_seq_num != 0) {
        if (place <= std::pair(session.epoch, session.last)) return;
        std::tie(session.epoch, session.last) = place;
    }
    session.gateway = command.gateway;
    if (silent.count(command.kind) != 0) return;

    const auto kind = static_cast<std::uint8_t>(command.kind);
    if (command.engine_epoch < options_.engine_epoch)
        return refuse(command, kind, RejectReason::stale_engine_epoch);
    switch (command.kind) {
    case CommandKind::new_order: return new_order(command);
    case CommandKind::cancel: return cancel(command);
    case CommandKind::replace: return replace(command);
    case CommandKind::status: return status(command);
    case CommandKind::rejected:
        return refuse(command, command.rejected_kind,
                      command.reason == RejectReason::none ? RejectReason::other : command.reason);
    default: return refuse(command, kind, RejectReason::unsupported_instruction);
    }
}

ReferenceVenue::Order* ReferenceVenue::order_of(std::uint16_t session, const shm::ClOrdId& id) {
    const auto found = ids_.find({session, std::string(id.bytes.begin(), id.bytes.end())});
    return found == ids_.end() ? nullptr : found->second;
}

RejectReason ReferenceVenue::wrong_terms(const Command& command) const {
    const auto& instrument = options_.instruments[command.instrument];
    if (command.side != Side::buy && command.side != Side::sell)
        return RejectReason::unsupported_instruction;
    if (command.ord_type != OrdType::market && command.ord_type != OrdType::limit)
        return RejectReason::unsupported_order_type;
    if (command.exec_inst != 0 || command.self_trade_prevention != shm::SelfTradePrevention::none ||
        command.stop_price_ticks != 0 || command.min_quantity_lots != 0 ||
        command.display_quantity_lots != 0 || command.expire_time_ns != 0)
        return RejectReason::unsupported_instruction;
    const auto tif = static_cast<char>(command.time_in_force);
    if (std::string("0134").find(tif) == std::string::npos || tif == '\0')
        return RejectReason::unsupported_time_in_force;
    if (command.quantity_lots == 0) return RejectReason::quantity_zero;
    if (command.quantity_lots > instrument.quantity_max_lots)
        return RejectReason::quantity_above_maximum;
    if (command.ord_type == OrdType::market)
        return command.price_ticks == 0 ? RejectReason::none : RejectReason::price_not_allowed;
    if (command.price_ticks < instrument.price_min_ticks ||
        command.price_ticks > instrument.price_max_ticks)
        return RejectReason::price_outside_band;
    return RejectReason::none;
}

/// Orders that `taker` can trade with, in the order in which it has to.
std::vector<ReferenceVenue::Order*> ReferenceVenue::makers_for(const Order& taker) {
    std::vector<Order*> makers;
    for (auto* order : book_) {
        if (order->instrument != taker.instrument || order->side == taker.side) continue;
        const bool good_enough =
            taker.type == OrdType::market ||
            (taker.side == Side::buy ? order->price <= taker.price : order->price >= taker.price);
        if (good_enough) makers.push_back(order);
    }
    std::sort(makers.begin(), makers.end(), [&](const Order* left, const Order* right) {
        if (left->price != right->price)
            return taker.side == Side::buy ? left->price < right->price
                                           : left->price > right->price;
        return left->arrival < right->arrival;
    });
    return makers;
}

/// Why `order` cannot rest; `moves` is itself if it rests already and only moves.
RejectReason ReferenceVenue::no_room(const Order& order, const Order* moves) const {
    std::set<std::tuple<std::uint32_t, Side, std::int64_t>> levels;
    std::uint32_t resting = 0;
    for (const auto* other : book_) {
        if (other == moves) continue;
        ++resting;
        levels.insert({other->instrument, other->side, other->price});
    }
    if (resting == options_.orders_max) return RejectReason::order_limit_reached;
    levels.insert({order.instrument, order.side, order.price});
    if (levels.size() > options_.levels_max) return RejectReason::level_limit_reached;
    return RejectReason::none;
}

void ReferenceVenue::new_order(const Command& command) {
    if (auto* known = order_of(command.session, command.cl_ord_id)) {
        if ((command.flags & shm::command_flags::poss_resend) != 0) return tell_status(*known);
        return tell_refusal(command, ReportKind::execution, ExecType::rejected, OrdStatus::rejected,
                            RejectReason::duplicate_cl_ord_id, 0);
    }
    const auto kind = static_cast<std::uint8_t>(CommandKind::new_order);
    if (command.instrument >= options_.instruments.size())
        return refuse(command, kind, RejectReason::unknown_symbol);
    if (std::find(options_.accounts.begin(), options_.accounts.end(), command.account) ==
        options_.accounts.end())
        return refuse(command, kind, RejectReason::unknown_account);
    if (const auto reason = wrong_terms(command); reason != RejectReason::none)
        return refuse(command, kind, reason);

    Order order;
    order.session = command.session;
    order.cl_ord_id = std::string(command.cl_ord_id.bytes.begin(), command.cl_ord_id.bytes.end());
    order.account = std::string(command.account.view());
    order.instrument = command.instrument;
    order.side = command.side;
    order.type = command.ord_type;
    order.time_in_force = command.time_in_force;
    order.price = command.price_ticks;
    order.quantity = command.quantity_lots;
    order.status = OrdStatus::new_order;
    const bool may_rest =
        order.type == OrdType::limit && (order.time_in_force == TimeInForce::day ||
                                         order.time_in_force == TimeInForce::good_till_cancel);
    const auto makers = makers_for(order);
    if (may_rest && makers.empty()) {
        const auto reason = no_room(order, nullptr);
        if (reason != RejectReason::none) return refuse(command, kind, reason);
    }
    if (ids_are_full()) return refuse(command, kind, RejectReason::cl_ord_id_limit_reached);

    order.order_id = (std::uint64_t{options_.engine_epoch} << 32) + ++orders_made_;
    orders_.push_back(order);
    auto& placed = orders_.back();
    ids_[{placed.session, placed.cl_ord_id}] = &placed;
    tell_order(placed, ExecType::new_order);

    std::uint64_t available = 0;
    for (const auto* maker : makers) available += maker->leaves();
    if (placed.time_in_force != TimeInForce::fill_or_kill || available >= placed.quantity)
        trade(placed);
    if (placed.leaves() == 0) return;
    if (may_rest) return put_to_rest(placed, FeedEventKind::add);
    placed.status = OrdStatus::canceled;
    placed.reason = RejectReason::no_liquidity;
    tell_order(placed, ExecType::canceled);
}

void ReferenceVenue::trade(Order& taker) {
    for (auto* maker : makers_for(taker)) {
        if (taker.leaves() == 0) return;
        const auto lots = std::min(taker.leaves(), maker->leaves());
        const auto price = maker->price;
        ++matches_;
        for (auto* order : {maker, &taker}) {
            order->traded += lots;
            order->notional += shm::Int128{price} * shm::Int128{lots};
            order->status =
                order->traded == order->quantity ? OrdStatus::filled : OrdStatus::partially_filled;
            auto report = answer();
            report.reference_id = {};
            if (order == maker) {
                report = {};
                report.session = maker->session;
                report.gateway = sessions_[maker->session].gateway;
                report.flags = shm::report_flags::unsolicited;
            }
            fill_in(report, *order);
            report.match_id = (std::uint64_t{options_.engine_epoch} << 32) + matches_;
            report.last_lots = lots;
            report.last_price_ticks = price;
            report.liquidity =
                order == maker ? shm::LiquidityInd::added : shm::LiquidityInd::removed;
            tell_execution(report, ExecType::trade, order->status, RejectReason::none);
        }
        tell_public(FeedEventKind::execute, *maker, lots, maker->leaves(), matches_);
        if (maker->leaves() == 0) leave_book(*maker);
    }
}

void ReferenceVenue::put_to_rest(Order& order, FeedEventKind kind) {
    book_.push_back(&order);
    order.arrival = ++arrivals_;
    if (free_slots_.empty()) {
        order.slot = slots_used_++;
    } else {
        order.slot = free_slots_.back();
        free_slots_.pop_back();
    }
    tell_public(kind, order, order.leaves(), order.leaves(), 0);
}

void ReferenceVenue::leave_book(Order& order) {
    book_.remove(&order);
    free_slots_.push_back(order.slot);
}

ReferenceVenue::Order* ReferenceVenue::change_target(const Command& command) {
    auto* used = order_of(command.session, command.cl_ord_id);
    if (used != nullptr && (command.flags & shm::command_flags::poss_resend) != 0) {
        tell_status(*used);
        return nullptr;
    }
    auto* order = order_of(command.session, command.reference_id);
    const auto reject = [&](RejectReason reason, OrdStatus status, std::uint64_t order_id) {
        tell_refusal(command, ReportKind::cancel_reject, ExecType{}, status, reason, order_id);
        return nullptr;
    };
    if (order == nullptr) return reject(RejectReason::unknown_order, OrdStatus::rejected, 0);
    if (order->ended()) return reject(RejectReason::too_late, order->status, order->order_id);
    const auto& id = command.reference_id.bytes;
    if (order->cl_ord_id != std::string(id.begin(), id.end()))
        return reject(RejectReason::unknown_order, OrdStatus::rejected, 0);
    if (command.side != order->side || command.instrument != order->instrument ||
        (command.order_id != 0 && command.order_id != order->order_id))
        return reject(RejectReason::order_mismatch, order->status, order->order_id);
    if (used != nullptr)
        return reject(RejectReason::duplicate_cl_ord_id, order->status, order->order_id);
    return order;
}

void ReferenceVenue::cancel(const Command& command) {
    auto* order = change_target(command);
    if (order == nullptr) return;
    const auto leaves = order->leaves();
    order->status = OrdStatus::canceled;
    tell_order(*order, ExecType::canceled);
    tell_public(FeedEventKind::remove, *order, leaves, 0, 0);
    leave_book(*order);
    const auto& id = command.cl_ord_id.bytes;
    if (!ids_are_full()) ids_[{command.session, std::string(id.begin(), id.end())}] = order;
}

void ReferenceVenue::replace(const Command& command) {
    auto* order = change_target(command);
    if (order == nullptr) return;
    auto after = *order;
    after.price = command.price_ticks;
    after.quantity = std::max(command.quantity_lots, order->traded);
    after.time_in_force = command.time_in_force;
    const auto& id = command.cl_ord_id.bytes;
    after.cl_ord_id = std::string(id.begin(), id.end());

    auto reason = wrong_terms(command);
    const bool terms_known = reason != RejectReason::unsupported_instruction &&
                             reason != RejectReason::unsupported_order_type;
    if (terms_known && command.ord_type != order->type)
        reason = RejectReason::unsupported_order_type;
    else if (terms_known && command.time_in_force != TimeInForce::day &&
             command.time_in_force != TimeInForce::good_till_cancel)
        reason = RejectReason::unsupported_time_in_force;
    const bool closes = command.quantity_lots <= order->traded;
    const bool stays = after.price == order->price && after.quantity <= order->quantity;
    if (reason == RejectReason::none && ids_are_full())
        reason = RejectReason::cl_ord_id_limit_reached;
    const bool crosses = !makers_for(after).empty();
    if (reason == RejectReason::none && !closes && !stays && !crosses)
        reason = no_room(after, order);
    if (reason != RejectReason::none)
        return tell_refusal(command, ReportKind::cancel_reject, ExecType{}, order->status, reason,
                            order->order_id);

    const auto before = *order;
    *order = after;
    if (closes) order->status = OrdStatus::filled;
    ids_[{order->session, order->cl_ord_id}] = order;
    tell_order(*order, ExecType::replaced);
    if (closes) {
        tell_public(FeedEventKind::remove, before, before.leaves(), 0, 0);
        return leave_book(*order);
    }
    if (stays) {
        if (order->leaves() != before.leaves())
            tell_public(FeedEventKind::reduce, *order, before.leaves() - order->leaves(),
                        order->leaves(), 0);
        return;
    }
    if (crosses) tell_public(FeedEventKind::remove, before, before.leaves(), 0, 0);
    leave_book(*order);
    trade(*order);
    if (order->leaves() != 0)
        put_to_rest(*order, crosses ? FeedEventKind::add : FeedEventKind::replace);
}

void ReferenceVenue::status(const Command& command) {
    auto* order = order_of(command.session, command.cl_ord_id);
    auto reason = RejectReason::none;
    if (order == nullptr)
        reason = RejectReason::unknown_order;
    else if (command.side != order->side || command.instrument != order->instrument ||
             (command.order_id != 0 && command.order_id != order->order_id))
        reason = RejectReason::order_mismatch;
    if (reason == RejectReason::none) return tell_status(*order);
    tell_refusal(command, ReportKind::execution, ExecType::order_status, OrdStatus::rejected,
                 reason, 0);
}

void ReferenceVenue::refuse(const Command& command, std::uint8_t kind, RejectReason reason) {
    if (kind == static_cast<std::uint8_t>(CommandKind::cancel) ||
        kind == static_cast<std::uint8_t>(CommandKind::replace)) {
        const auto* order = order_of(command.session, command.reference_id);
        return tell_refusal(command, ReportKind::cancel_reject, ExecType{},
                            order == nullptr ? OrdStatus::rejected : order->status, reason,
                            order == nullptr ? 0 : order->order_id);
    }
    if (kind != static_cast<std::uint8_t>(CommandKind::new_order))
        return tell_refusal(command, ReportKind::business_reject, ExecType{}, OrdStatus{}, reason,
                            0);
    tell_refusal(command, ReportKind::execution, ExecType::rejected, OrdStatus::rejected, reason,
                 0);
    if (ids_are_full() || order_of(command.session, command.cl_ord_id) != nullptr) return;
    Order order;
    order.session = command.session;
    order.cl_ord_id = std::string(command.cl_ord_id.bytes.begin(), command.cl_ord_id.bytes.end());
    if (std::find(options_.accounts.begin(), options_.accounts.end(), command.account) !=
        options_.accounts.end())
        order.account = std::string(command.account.view());
    order.instrument = command.instrument;
    order.side = command.side;
    order.type = command.ord_type;
    order.time_in_force = command.time_in_force;
    order.exec_inst = command.exec_inst;
    order.self_trade_prevention = command.self_trade_prevention;
    order.price = command.price_ticks;
    order.quantity = command.quantity_lots;
    order.status = OrdStatus::rejected;
    order.reason = reason;
    orders_.push_back(order);
    ids_[{order.session, order.cl_ord_id}] = &orders_.back();
}

bool ReferenceVenue::is_crossed() const {
    for (const auto* bid : book_)
        for (const auto* ask : book_)
            if (bid->side == Side::buy && ask->side == Side::sell &&
                bid->instrument == ask->instrument && bid->price >= ask->price)
                return true;
    return false;
}

std::uint64_t ReferenceVenue::book_hash() const {
    std::vector<const Order*> resting(book_.begin(), book_.end());
    std::sort(resting.begin(), resting.end(), [](const Order* left, const Order* right) {
        const auto place = [](const Order* order) {
            return std::tuple(order->instrument, order->side,
                              order->side == Side::buy ? -order->price : order->price,
                              order->arrival);
        };
        return place(left) < place(right);
    });
    shm::BookHash hash;
    for (const auto* order : resting)
        hash.fold(order->instrument, order->side, order->price, order->order_id, order->leaves());
    return hash.value();
}

} // namespace pinion::engine
