#include "engine/day_ids.h"

#include <array>
#include <bit>
#include <cassert>

namespace pinion::engine {

DayIds::DayIds(std::uint32_t capacity) : capacity_(capacity), index_(capacity) {
    // Touch the memory now, so that no order of the day waits for a page.
    ids_.resize(capacity);
    ids_.clear();
    orders_.resize(capacity);
    orders_.clear();
    ended_.resize(capacity);
    ended_.clear();
}

std::uint32_t DayIds::find(const IdKey& key) const {
    const auto found = index_.find(key.mixed, [&](std::uint32_t number) {
        const auto& id = ids_[number];
        return id.mixed == key.mixed && id.text == key.text &&
               orders_[id.order].session == key.session;
    });
    return found == none ? none : ids_[found].order;
}

std::uint32_t DayIds::add_order(const IdKey& key) {
    const auto order = static_cast<std::uint32_t>(orders_.size());
    orders_.push_back({.place = 0, .current_id = 0, .session = key.session});
    rename(key, order);
    return order;
}

void DayIds::add_alias(const IdKey& key, std::uint32_t order) {
    assert(!full());
    index_.add(key.mixed);
    // Written in place: copied as a whole right after its parts, it would wait for all stores.
    auto& id = ids_.emplace_back();
    id.text = key.text;
    id.order = order;
    id.mixed = key.mixed;
}

void DayIds::rename(const IdKey& key, std::uint32_t order) {
    orders_[order].current_id = static_cast<std::uint32_t>(ids_.size());
    add_alias(key, order);
}

void DayIds::clear() {
    index_.clear();
    ids_.clear();
    orders_.clear();
    ended_.clear();
}

void DayIds::ends(const Order& order, shm::OrdStatus status, shm::RejectReason reason) {
    const auto& details = order.details;
    assert(!has_ended(details.record));
    orders_[details.record].place = static_cast<std::uint32_t>(ended_.size()) | ended_mark;
    auto& ended = ended_.emplace_back(); // written in place, as ids are
    ended.order_id = details.order_id;
    ended.price_ticks = order.price_ticks;
    ended.quantity_lots = order.quantity_lots;
    ended.cumulative_lots = details.cumulative_lots;
    ended.cumulative_notional = details.cumulative_notional;
    ended.instrument = order.instrument;
    ended.account = details.account;
    ended.reason = reason;
    ended.status = status;
    ended.side = order.side;
    ended.ord_type = details.ord_type;
    ended.time_in_force = details.time_in_force;
    ended.exec_inst = details.exec_inst;
    ended.self_trade_prevention = details.self_trade_prevention;
}

Order DayIds::ended_order(std::uint32_t number) const {
    const auto& record = ended(number);
    const auto& day_order = orders_[number];
    const auto& id = ids_[day_order.current_id];
    return {.id_hash = 0, // it is in no index any more
            .instrument = record.instrument,
            .side = record.side,
            .price_ticks = record.price_ticks,
            .quantity_lots = record.quantity_lots,
            .leaves_lots = 0,
            .details = {.order_id = record.order_id,
                        .cumulative_lots = record.cumulative_lots,
                        .cumulative_notional = record.cumulative_notional,
                        .cl_ord_id = id.text,
                        .session = day_order.session,
                        .account = record.account,
                        .ord_type = record.ord_type,
                        .time_in_force = record.time_in_force,
                        .exec_inst = record.exec_inst,
                        .self_trade_prevention = record.self_trade_prevention,
                        .record = number & OrderDetails::record_mask,
                        .has_extras = 0},
            .extras = {}};
}

void DayIds::fold_into(StateHash& hash) const {
    for (const auto& id : ids_) {
        hash.fold(id.text);
        hash.fold(id.mixed);
        hash.fold((std::uint64_t{orders_[id.order].session} << 32) | id.order);
    }
    for (std::uint32_t number = 0; number < orders_.size(); ++number) {
        // The place of a live one is told by the order in it; when the others ended does not count.
        const bool is_over = has_ended(number);
        const auto words =
            std::bit_cast<std::array<std::uint64_t, 8>>(is_over ? ended(number) : EndedOrder{});
        for (std::size_t i = 0; i < 6; ++i) hash.fold(words[i]);
        hash.fold((std::uint64_t{orders_[number].current_id} << 32) | (is_over ? 0xffffffff : 0));
        for (std::size_t i = 6; i < 8; ++i) hash.fold(words[i]);
    }
}

} // namespace pinion::engine
