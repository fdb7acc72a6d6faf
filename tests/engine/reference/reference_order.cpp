#include "tests/engine/reference/reference_order.h"

#include <algorithm>

namespace pinion::engine {

using shm::OrdStatus;
using shm::OrdType;
using shm::Side;
using shm::TimeInForce;

ReferenceOrder ReferenceOrder::from(const shm::Command& command) {
    ReferenceOrder order;
    order.session = command.session;
    order.cl_ord_id = text_of(command.cl_ord_id);
    order.account = std::string(command.account.view());
    order.instrument = command.instrument;
    order.side = command.side;
    order.type = command.ord_type;
    order.time_in_force = command.time_in_force;
    order.exec_inst = command.exec_inst;
    order.self_trade_prevention = command.self_trade_prevention;
    order.price = command.price_ticks;
    order.stop_price = command.stop_price_ticks;
    order.quantity = command.quantity_lots;
    order.minimum_quantity = command.min_quantity_lots;
    order.display_quantity = command.display_quantity_lots;
    order.expires_ns = command.expire_time_ns;
    return order;
}

ReferenceOrder ReferenceOrder::changed_by(const shm::Command& command) const {
    auto after = *this;
    after.cl_ord_id = text_of(command.cl_ord_id);
    after.time_in_force = command.time_in_force;
    after.price = command.price_ticks;
    after.stop_price = command.stop_price_ticks;
    after.quantity = command.quantity_lots;
    after.display_quantity = command.display_quantity_lots;
    const bool keeps_expiry =
        command.time_in_force == TimeInForce::good_till_date && command.expire_time_ns == 0;
    if (!keeps_expiry) after.expires_ns = command.expire_time_ns;
    return after;
}

bool ReferenceOrder::ended() const {
    return status != OrdStatus::new_order && status != OrdStatus::partially_filled;
}

bool ReferenceOrder::is(std::uint8_t instruction) const { return (exec_inst & instruction) != 0; }

bool ReferenceOrder::is_stop() const {
    return type == OrdType::stop || type == OrdType::stop_limit;
}

bool ReferenceOrder::has_limit() const {
    return type == OrdType::limit || type == OrdType::stop_limit;
}

bool ReferenceOrder::outlives_its_command() const {
    return time_in_force == TimeInForce::day || time_in_force == TimeInForce::good_till_cancel ||
           time_in_force == TimeInForce::good_till_date;
}

bool ReferenceOrder::may_rest() const { return type == OrdType::limit && outlives_its_command(); }

std::uint64_t ReferenceOrder::leaves() const { return ended() ? 0 : quantity - traded; }

std::uint64_t ReferenceOrder::minimum() const {
    if (is(shm::exec_inst::all_or_none) || time_in_force == TimeInForce::fill_or_kill)
        return leaves();
    if (traded < minimum_quantity) return std::min(minimum_quantity, leaves());
    return 0;
}

bool ReferenceOrder::goes_before(const ReferenceOrder& other) const {
    if (place == Place::stops && stop_price != other.stop_price)
        return side == Side::buy ? stop_price < other.stop_price : stop_price > other.stop_price;
    if (place != Place::stops && price != other.price) return is_better(side, price, other.price);
    return arrival < other.arrival;
}

bool ReferenceOrder::keeps_place_as(const ReferenceOrder& after) const {
    return after.price == price && (!is_stop() || after.stop_price == stop_price) &&
           after.display_quantity == display_quantity && after.quantity <= quantity;
}

bool is_better(Side side, std::int64_t price, std::int64_t other) {
    return side == Side::buy ? price > other : price < other;
}

Side opposite(Side side) { return side == Side::buy ? Side::sell : Side::buy; }

std::string text_of(const shm::ClOrdId& id) { return {id.bytes.begin(), id.bytes.end()}; }

} // namespace pinion::engine
