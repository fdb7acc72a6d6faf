#include "engine/orders.h"

#include "engine/rules/display_quantity.h"

#include <algorithm>
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
    const auto largest_place = std::max({options.orders_max, options.stop_orders_max,
                                         options.held_orders_max, options.closing_orders_max});
    std::vector<PriceBand> result;
    for (const auto& instrument : options.instruments) {
        const auto min = instrument.price_min_ticks;
        const auto max = instrument.price_max_ticks;
        if (min > max) refuse(instrument, "the lowest price is above the highest");
        if (static_cast<std::uint64_t>(max) - static_cast<std::uint64_t>(min) >= band_ticks_max)
            refuse(instrument, "the price band has more than 2^32 ticks");
        if (instrument.quantity_max_lots >
            std::numeric_limits<std::uint64_t>::max() / largest_place)
            refuse(instrument, "quantity_max times the orders of a place exceeds 64 bits");
        result.push_back({.min_ticks = min, .max_ticks = max});
    }
    return result;
}

std::uint32_t slots(const EngineOptions& options) {
    return options.orders_max + options.stop_orders_max + options.held_orders_max +
           options.closing_orders_max;
}

constexpr std::uint32_t pool_max = 1U << 27;
static_assert(4 * pool_max <= TagIndex::capacity_max, "an index for the orders of all places");

void check_pool(const char* name, std::uint32_t size) {
    if (size == 0 || size > pool_max)
        throw std::invalid_argument(std::string(name) + " must be 1 to " +
                                    std::to_string(pool_max));
}

const EngineOptions& checked(const EngineOptions& options) {
    check_pool("orders_max", options.orders_max);
    check_pool("stop_orders_max", options.stop_orders_max);
    check_pool("held_orders_max", options.held_orders_max);
    check_pool("closing_orders_max", options.closing_orders_max);
    check_pool("levels_max", options.levels_max);
    check_pool("cl_ord_ids_per_day_max", options.cl_ord_ids_per_day_max);
    return options;
}

} // namespace

Orders::Orders(const EngineOptions& options)
    : book_(bands(checked(options)), options.orders_max, options.levels_max),
      stops_(bands(options), options.orders_max, options.stop_orders_max),
      held_(bands(options), options.orders_max + options.stop_orders_max, options.held_orders_max),
      closing_(bands(options), slots(options) - options.closing_orders_max,
               options.closing_orders_max),
      first_stop_slot_(options.orders_max),
      first_held_slot_(options.orders_max + options.stop_orders_max),
      first_closing_slot_(slots(options) - options.closing_orders_max), details_(slots(options)),
      extras_(slots(options)), iceberg_counts_(options.instruments.size()),
      hidden_lots_(book_.level_count()), changed_prices_(options.instruments.size()),
      live_ids_(slots(options)), day_ids_(options.cl_ord_ids_per_day_max),
      expiries_(slots(options)) {}

bool Orders::is_crossed(std::uint32_t instrument) const {
    const auto bid = book_.front(instrument, shm::Side::buy);
    return bid != none && book_.crosses(instrument, shm::Side::buy, book_.order(bid).price_ticks);
}

std::uint32_t Orders::find_live(const IdKey& key) const {
    return live_ids_.find(key.mixed, [&](std::uint32_t slot) {
        return details_[slot].session == key.session && details_[slot].cl_ord_id == key.text;
    });
}

void Orders::foresee(const shm::Command& command) {
    const auto own = IdKey::mix(command.session, command.cl_ord_id_hash);
    const auto reference = IdKey::mix(command.session, command.reference_id_hash);
    const bool is_new = command.kind == shm::CommandKind::new_order;
    day_ids_.prefetch(own);
    const auto slots = look_ahead_.foresee(book_, live_ids_,
                                           {.key = is_new ? own : reference,
                                            .is_new = is_new,
                                            .instrument = command.instrument,
                                            .side = command.side,
                                            .price_ticks = command.price_ticks});
    __builtin_prefetch(&details_[slots.found], 1);
    day_ids_.prefetch_order(details_[slots.fetched].record);
}

void Orders::read(std::uint32_t slot, Order& order) const {
    const auto at = at_place(slot, [&](const auto& place) { return place.order(slot); });
    const auto& details = details_[slot];
    order.id_hash = key(slot);
    order.instrument = at.instrument;
    order.side = at.side;
    order.price_ticks = at.price_ticks;
    order.quantity_lots = at.quantity_lots + details.cumulative_lots;
    order.leaves_lots = at.quantity_lots;
    order.details = details;
    order.extras = {};
    if (details.has_extras != 0) {
        order.extras = extras_[slot];
        order.quantity_lots += order.extras.hidden_lots;
        order.leaves_lots += order.extras.hidden_lots;
    }
    if (waits_for_price(slot)) {
        order.side = opposite(at.side);
        order.price_ticks = order.extras.limit_price_ticks;
        order.extras.limit_price_ticks = 0;
    }
}

std::uint64_t Orders::shown_lots(std::uint32_t slot) const {
    return at_place(slot, [&](const auto& place) { return place.order(slot).quantity_lots; });
}

void Orders::begin(Order& order, const IdKey& key) {
    order.details.record = day_ids_.add_order(key) & OrderDetails::record_mask;
}

void Orders::remember_alias(const IdKey& key, std::uint32_t record) {
    if (!day_ids_.full()) day_ids_.add_alias(key, record);
}

std::uint32_t Orders::rest(Order& order) {
    const auto shown = shown_slice(order);
    order.extras.hidden_lots = order.leaves_lots - shown;
    if (order.extras.display_quantity_lots != 0) ++iceberg_counts_[order.instrument];
    return enter(book_.add(order.instrument, order.side, order.price_ticks, shown, order.id_hash),
                 order);
}

std::uint32_t Orders::wait_for_price(Order& order) {
    order.extras.limit_price_ticks = order.price_ticks;
    order.extras.hidden_lots = 0;
    return enter(stops_.add(order.instrument, opposite(order.side), order.extras.stop_price_ticks,
                            order.leaves_lots, order.id_hash),
                 order);
}

std::uint32_t Orders::hold(Order& order) {
    order.extras.hidden_lots = 0;
    return enter(held_.add(order.instrument, order.side, order.price_ticks, order.leaves_lots,
                           order.id_hash),
                 order);
}

std::uint32_t Orders::wait_for_close(Order& order) {
    order.extras.hidden_lots = 0;
    return enter(closing_.add(order.instrument, order.side, order.price_ticks, order.leaves_lots,
                              order.id_hash),
                 order);
}

std::uint32_t Orders::enter(std::uint32_t slot, const Order& order) {
    write_terms(slot, order);
    day_ids_.rests(order.details.record, slot);
    index(slot);
    if (is_in_book(slot) && order.extras.hidden_lots != 0)
        hidden_lots_[book_.level_number(slot)] += order.extras.hidden_lots;
    note_change(slot);
    return slot;
}

void Orders::write_terms(std::uint32_t slot, const Order& order) {
    details_[slot] = order.details;
    details_[slot].has_extras = order.extras.any() ? 1 : 0;
    if (order.extras.any()) extras_[slot] = order.extras;
    if (order.extras.expire_time_ns != 0)
        expiries_.add(slot, order.extras.expire_time_ns, order.details.order_id);
}

void Orders::forget_expiry(std::uint32_t slot) {
    const bool expires = details_[slot].has_extras != 0 && extras_[slot].expire_time_ns != 0;
    if (expires) expiries_.remove(slot);
}

void Orders::end(const Order& order, OrdStatus status, RejectReason reason) {
    day_ids_.ends(order, status, reason);
}

bool Orders::fill(std::uint32_t slot, const Order& maker, std::uint64_t lots) {
    if (shown_lots(slot) == lots) {
        withdraw(slot);
        if (maker.leaves_lots == 0) end(maker, OrdStatus::filled, RejectReason::none);
        return false;
    }
    note_new_terms(slot);
    at_place(slot, [&](auto& place) { place.reduce(slot, lots); });
    details_[slot].cumulative_lots = maker.details.cumulative_lots;
    details_[slot].cumulative_notional = maker.details.cumulative_notional;
    return true;
}

void Orders::withdraw(std::uint32_t slot) {
    unindex(slot);
    forget_expiry(slot);
    const bool is_iceberg = is_in_book(slot) && details_[slot].has_extras != 0 &&
                            extras_[slot].display_quantity_lots != 0;
    if (is_iceberg) {
        --iceberg_counts_[book_.order(slot).instrument];
        hidden_lots_[book_.level_number(slot)] -= extras_[slot].hidden_lots;
    }
    note_change(slot);
    at_place(slot, [&](auto& place) { place.remove(slot); });
}

void Orders::rename(std::uint32_t slot, Order& order, const IdKey& key) {
    unindex(slot);
    day_ids_.rename(key, order.details.record);
    order.details.cl_ord_id = key.text;
    order.id_hash = key.mixed;
    details_[slot].cl_ord_id = key.text;
    at_place(slot, [&](auto& place) { place.set_key(slot, key.mixed); });
    index(slot);
}

/// Gives up hidden lots first.
void Orders::amend(std::uint32_t slot, Order& order) {
    const auto shown = shown_lots(slot);
    const auto still_shown = std::min(shown, order.leaves_lots);
    at_place(slot, [&](auto& place) { place.reduce(slot, shown - still_shown); });
    order.extras.hidden_lots = order.leaves_lots - still_shown;
    if (is_in_book(slot) && details_[slot].has_extras != 0)
        hidden_lots_[book_.level_number(slot)] -=
            extras_[slot].hidden_lots - order.extras.hidden_lots;
    note_new_terms(slot);
    if (waits_for_price(slot)) order.extras.limit_price_ticks = order.price_ticks;
    forget_expiry(slot);
    write_terms(slot, order);
}

void Orders::note_change(std::uint32_t slot) {
    if (!held_.any() || waits_for_price(slot) || waits_for_close(slot)) return;
    const auto order = at_place(slot, [&](const auto& place) { return place.order(slot); });
    changed_prices_[order.instrument].note(order.side, order.price_ticks);
}

void Orders::note_new_terms(std::uint32_t slot) {
    if (is_held(slot)) return changed_prices_[held_.order(slot).instrument].note_all();
    note_change(slot);
}

void Orders::begin_day() {
    day_ids_.clear();
    for_each([this](std::uint32_t slot) {
        auto& details = details_[slot];
        const auto record = day_ids_.add_order(
            {.session = details.session, .text = details.cl_ord_id, .mixed = key(slot)});
        details.record = record & OrderDetails::record_mask;
        day_ids_.rests(record, slot);
    });
}

std::uint64_t Orders::key(std::uint32_t slot) const {
    return at_place(slot, [&](const auto& place) { return place.key(slot); });
}

std::uint32_t& Orders::index_position(std::uint32_t slot) {
    return at_place(slot,
                    [&](auto& place) -> std::uint32_t& { return place.index_position(slot); });
}

void Orders::index(std::uint32_t slot) { index_position(slot) = live_ids_.insert(key(slot), slot); }

void Orders::unindex(std::uint32_t slot) {
    live_ids_.erase(key(slot), index_position(slot),
                    [this](std::uint32_t moved_slot, std::uint32_t position) {
                        index_position(moved_slot) = position;
                    });
}

void Orders::fold_into(StateHash& hash) const {
    for_each([&](std::uint32_t slot) {
        const auto order = resting(slot);
        hash.fold((std::uint64_t{order.instrument} << 32) | number_in_place(slot));
        hash.fold(static_cast<std::uint64_t>(order.side));
        hash.fold(static_cast<std::uint64_t>(order.price_ticks));
        hash.fold(order.leaves_lots);
        hash.fold(order.details);
        hash.fold(order.extras);
    });
    const auto fold_slot = [&](std::uint32_t slot) { hash.fold(std::uint64_t{slot}); };
    book_.for_each_free_slot(fold_slot);
    stops_.for_each_free_slot(fold_slot);
    held_.for_each_free_slot(fold_slot);
    closing_.for_each_free_slot(fold_slot);
    day_ids_.fold_into(hash);
}

} // namespace pinion::engine
