#include "engine/orders.h"
#include "engine/snapshot/order_state.h"
#include "engine/snapshot/state_reader.h"
#include "engine/snapshot/state_writer.h"

#include <algorithm>
#include <vector>

namespace pinion::engine {

using shm::Side;

namespace {

/// Which slots of a place were ever used, and which of them are free, the next to be taken first.
struct Pool {
    std::uint32_t used = 0;
    std::vector<std::uint32_t> free;
};

template <typename Orders_>
Pool pool_of(const Orders_& place) {
    std::vector<std::uint32_t> slots;
    place.for_each_free_slot([&](std::uint32_t slot) { slots.push_back(slot); });
    return {slots.front(), {slots.begin() + 1, slots.end()}};
}

/// Counts off the slots of a place while it is loaded: each belongs to one order, or is free.
class Slots {
  public:
    Slots(StateReader& reader, std::uint32_t count) : reader_(reader), is_taken_(count) {}

    void take(std::uint32_t slot) {
        reader_.require(slot < is_taken_.size() && !is_taken_[slot], "a slot is taken twice");
        is_taken_[slot] = true;
    }

  private:
    StateReader& reader_;
    std::vector<bool> is_taken_;
};

void save_pool(StateWriter& writer, const Pool& pool) {
    writer.put_all(pool.used, static_cast<std::uint32_t>(pool.free.size()));
    for (const auto slot : pool.free) writer.put(slot);
}

Pool load_pool(StateReader& reader, std::uint32_t slot_count) {
    Pool pool{.used = reader.get_count(slot_count, "waiting orders"), .free = {}};
    pool.free.resize(reader.get_count(pool.used, "free slots"));
    for (auto& slot : pool.free) reader.get(slot);
    return pool;
}

} // namespace

void Orders::save(StateWriter& writer) const {
    day_ids_.save(writer);
    const auto save_place = [&](Section section, const auto& place, Side first_side) {
        writer.begin(section);
        save_pool(writer, pool_of(place));
        const auto save_one = [&](std::uint32_t slot) {
            save_order(writer, {.slot = number_in_place(slot),
                                .record = details_[slot].record,
                                .order = resting(slot)});
        };
        visit_place(place, all_instruments(), first_side, save_one);
    };
    save_place(Section::book, book_, Side::buy);
    save_place(Section::stops, stops_, Side::sell);
    save_place(Section::held, held_, Side::buy);
    save_place(Section::closing, closing_, Side::buy);
}

void Orders::load(StateReader& reader, const EngineOptions& options, std::uint64_t last_order_id) {
    auto awaited = day_ids_.load(reader, options);

    const auto load_place = [&](Section section, Place kind, auto& place, auto restore) {
        reader.begin(section);
        const auto pool = load_pool(reader, place.slot_count());
        Slots slots(reader, pool.used);
        for (const auto slot : pool.free) slots.take(slot);
        place.restore_used_slots(pool.used);
        for (auto left = pool.used - pool.free.size(); left != 0; --left) {
            auto saved = load_order(reader, kind, options, last_order_id);
            auto& order = saved.order;
            slots.take(saved.slot);
            order.details.record = saved.record & OrderDetails::record_mask;
            reader.require(day_ids_.awaits(saved.record, {.session = order.details.session,
                                                          .text = order.details.cl_ord_id,
                                                          .mixed = order.id_hash}),
                           "an order is not among the day's");
            enter(restore(saved.slot, order), order);
            --awaited;
        }
        for (auto slot = pool.free.rbegin(); slot != pool.free.rend(); ++slot)
            place.restore_free_slot(*slot);
    };

    load_place(Section::book, Place::book, book_, [&](std::uint32_t slot, const Order& order) {
        reader.require(book_.room(order.instrument, order.side, order.price_ticks) !=
                           Room::no_level,
                       "there is no room for its price levels");
        if (order.extras.display_quantity_lots != 0) ++iceberg_counts_[order.instrument];
        return book_.restore(slot, order.instrument, order.side, order.price_ticks,
                             order.leaves_lots - order.extras.hidden_lots, order.id_hash);
    });
    load_place(Section::stops, Place::stops, stops_, [&](std::uint32_t slot, Order& order) {
        order.extras.limit_price_ticks = order.price_ticks;
        return stops_.restore(slot, order.instrument, opposite(order.side),
                              order.extras.stop_price_ticks, order.leaves_lots, order.id_hash);
    });
    load_place(Section::held, Place::held, held_, [&](std::uint32_t slot, const Order& order) {
        return held_.restore(slot, order.instrument, order.side, order.price_ticks,
                             order.leaves_lots, order.id_hash);
    });

    load_place(Section::closing, Place::closing, closing_,
               [&](std::uint32_t slot, const Order& order) {
                   return closing_.restore(slot, order.instrument, order.side, order.price_ticks,
                                           order.leaves_lots, order.id_hash);
               });

    reader.require(awaited == 0, "an order of the day waits nowhere");
}

} // namespace pinion::engine
