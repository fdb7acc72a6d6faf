#include "engine/day_ids.h"

#include <cassert>

namespace pinion::engine {

DayIds::DayIds(std::uint32_t capacity) : capacity_(capacity), index_(capacity) {
    // Touch the memory now, so that no order of the day waits for a page.
    ids_.resize(capacity);
    ids_.clear();
    records_.resize(capacity);
    records_.clear();
}

std::uint32_t DayIds::find(const IdKey& key) const {
    const auto found = index_.find(key.mixed, [&](std::uint32_t number) {
        const auto& id = ids_[number];
        return id.mixed == key.mixed && id.text == key.text &&
               records_[id.record].session == key.session;
    });
    return found == none ? none : ids_[found].record;
}

std::uint32_t DayIds::add_order(const IdKey& key) {
    const auto record = static_cast<std::uint32_t>(records_.size());
    records_.emplace_back().session = key.session;
    rename(key, record);
    return record;
}

void DayIds::add_alias(const IdKey& key, std::uint32_t record) {
    assert(!full());
    index_.add(key.mixed);
    // Written in place: copied as a whole right after its parts, it would wait for all stores.
    auto& id = ids_.emplace_back();
    id.text = key.text;
    id.record = record;
    id.mixed = key.mixed;
}

void DayIds::rename(const IdKey& key, std::uint32_t record) {
    records_[record].current_id = static_cast<std::uint32_t>(ids_.size());
    add_alias(key, record);
}

void DayIds::clear() {
    index_.clear();
    ids_.clear();
    records_.clear();
}

void DayIds::ends(const Order& order, shm::OrdStatus status, shm::RejectReason reason) {
    const auto& details = order.details;
    auto& record = records_[details.record]; // where only slot and current id were known
    record.order_id = details.order_id;
    record.price_ticks = order.price_ticks;
    record.quantity_lots = order.quantity_lots;
    record.cumulative_lots = details.cumulative_lots;
    record.cumulative_notional = details.cumulative_notional;
    record.slot = OrderRecord::ended;
    record.instrument = order.instrument;
    record.account = details.account;
    record.reason = reason;
    record.status = status;
    record.side = order.side;
    record.ord_type = details.ord_type;
    record.time_in_force = details.time_in_force;
    record.exec_inst = details.exec_inst;
    record.self_trade_prevention = details.self_trade_prevention;
}

Order DayIds::ended_order(std::uint32_t number) const {
    const auto& record = records_[number];
    const auto& id = ids_[record.current_id];
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
                        .session = record.session,
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
        hash.fold((std::uint64_t{records_[id.record].session} << 32) | id.record);
    }
    for (auto record : records_) {
        if (record.slot != OrderRecord::ended) record.slot = 0; // the order in it tells its record
        record.session = 0;                                     // its ids have told it
        hash.fold(record);
    }
}

} // namespace pinion::engine
