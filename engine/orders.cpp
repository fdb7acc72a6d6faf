#include "engine/orders.h"

#include <limits>
#include <stdexcept>
#include <string>

namespace pinion::engine {

using shm::OrdStatus;
using shm::RejectReason;

namespace {

/// Keeps the price ladders' directories within reason: four bytes of memory for 64 ticks.
constexpr std::uint64_t band_ticks_max = std::uint64_t{1} << 32;

[[noreturn]] void refuse(const shm::InstrumentRecord& instrument, const char* what) {
    throw std::invalid_argument("instrument " + std::string(instrument.symbol.view()) + ": " +
                                what);
}

std::vector<PriceBand> bands(const EngineOptions& options) {
    std::vector<PriceBand> result;
    for (const auto& instrument : options.instruments) {
        const auto min = instrument.price_min_ticks;
        const auto max = instrument.price_max_ticks;
        if (min > max) refuse(instrument, "the lowest price is above the highest");
        if (static_cast<std::uint64_t>(max) - static_cast<std::uint64_t>(min) >= band_ticks_max)
            refuse(instrument, "the price band has more than 2^32 ticks");
        if (instrument.quantity_max_lots >
            std::numeric_limits<std::uint64_t>::max() / options.orders_max)
            refuse(instrument, "quantity_max times orders_max does not fit into 64 bits");
        result.push_back({.min_ticks = min, .max_ticks = max});
    }
    return result;
}

const EngineOptions& checked(const EngineOptions& options) {
    constexpr std::uint32_t pool_max = 1U << 27; // an index position takes 4 bits more
    if (options.orders_max == 0 || options.orders_max > pool_max)
        throw std::invalid_argument("orders_max must be 1 to 134217728");
    if (options.levels_max == 0 || options.levels_max > pool_max)
        throw std::invalid_argument("levels_max must be 1 to 134217728");
    if (options.cl_ord_ids_per_day_max == 0 || options.cl_ord_ids_per_day_max > pool_max)
        throw std::invalid_argument("cl_ord_ids_per_day_max must be 1 to 134217728");
    return options;
}

} // namespace

Orders::Orders(const EngineOptions& options)
    : book_(bands(checked(options)), options.orders_max, options.levels_max),
      details_(options.orders_max), live_ids_(options.orders_max),
      day_ids_(options.cl_ord_ids_per_day_max) {}

std::uint32_t Orders::find_live(const IdKey& key) const {
    return live_ids_.find(key.mixed(), [&](std::uint32_t slot) {
        return details_[slot].session == key.session && details_[slot].cl_ord_id == key.text;
    });
}

Order Orders::resting(std::uint32_t slot) const {
    const auto in_book = book_.order(slot);
    const auto& details = details_[slot];
    return {.id_hash = book_.key(slot),
            .instrument = in_book.instrument,
            .side = in_book.side,
            .price_ticks = in_book.price_ticks,
            .quantity_lots = in_book.quantity_lots + details.cumulative_lots,
            .leaves_lots = in_book.quantity_lots,
            .details = details};
}

void Orders::begin(Order& order, const IdKey& key) {
    order.details.record = day_ids_.add_order(key);
}

void Orders::remember_alias(const IdKey& key, std::uint32_t record) {
    if (!day_ids_.full()) day_ids_.add_alias(key, record);
}

std::uint32_t Orders::rest(const Order& order) {
    const auto slot = book_.add(order.instrument, order.side, order.price_ticks, order.leaves_lots,
                                order.id_hash);
    details_[slot] = order.details;
    day_ids_.rests(order.details.record, slot);
    index(slot);
    return slot;
}

void Orders::end(const Order& order, OrdStatus status, RejectReason reason) {
    day_ids_.ends(order, status, reason);
}

void Orders::fill(std::uint32_t slot, const Order& maker, std::uint64_t lots) {
    if (maker.leaves_lots == 0) {
        withdraw(slot);
        end(maker, OrdStatus::filled, RejectReason::none);
        return;
    }
    book_.reduce(slot, lots);
    details_[slot].cumulative_lots = maker.details.cumulative_lots;
    details_[slot].cumulative_notional = maker.details.cumulative_notional;
}

void Orders::withdraw(std::uint32_t slot) {
    unindex(slot);
    book_.remove(slot);
}

void Orders::rename(Order& order, const IdKey& key) {
    day_ids_.rename(key, order.details.record);
    order.details.cl_ord_id = key.text;
    order.id_hash = key.mixed();
}

void Orders::amend(std::uint32_t slot, Order& order, const IdKey& key) {
    unindex(slot);
    rename(order, key);
    book_.reduce(slot, book_.order(slot).quantity_lots - order.leaves_lots);
    book_.set_key(slot, order.id_hash);
    details_[slot] = order.details;
    index(slot);
}

void Orders::index(std::uint32_t slot) {
    book_.index_position(slot) = live_ids_.insert(book_.key(slot), slot);
}

void Orders::unindex(std::uint32_t slot) {
    live_ids_.erase(book_.key(slot), book_.index_position(slot),
                    [this](std::uint32_t moved_slot, std::uint32_t position) {
                        book_.index_position(moved_slot) = position;
                    });
}

void Orders::fold_into(StateHash& hash) const {
    book_.for_each([&](std::uint32_t slot) {
        const auto order = book_.order(slot);
        hash.fold((std::uint64_t{order.instrument} << 32) | slot);
        hash.fold(static_cast<std::uint64_t>(order.side));
        hash.fold(static_cast<std::uint64_t>(order.price_ticks));
        hash.fold(order.quantity_lots);
        hash.fold(details_[slot]);
    });
    book_.for_each_free_slot([&](std::uint32_t slot) { hash.fold(std::uint64_t{slot}); });
    day_ids_.fold_into(hash);
}

} // namespace pinion::engine
