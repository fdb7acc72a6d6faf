#include "engine/day_ids.h"
#include "engine/snapshot/state_reader.h"
#include "engine/snapshot/state_writer.h"

namespace pinion::engine {

namespace {

enum class Life : std::uint8_t { live = 1, ended = 2 };

/// What is saved of an order that has ended, in this order. Any values will do, since a
/// refused order is remembered as it was asked for. A live order is told by its place.
template <typename Record, typename Use>
void with_fields(Record& record, Use use) {
    use(record.order_id, record.price_ticks, record.quantity_lots, record.cumulative_lots,
        record.cumulative_notional.low, record.cumulative_notional.high, record.instrument,
        record.account, record.reason, record.status, record.side, record.ord_type,
        record.time_in_force, record.exec_inst, record.self_trade_prevention);
}

} // namespace

void DayIds::save(StateWriter& writer) const {
    writer.begin(Section::ids);
    writer.put_all(static_cast<std::uint32_t>(ids_.size()),
                   static_cast<std::uint32_t>(orders_.size()));
    for (const auto& id : ids_)
        writer.put_all(id.text, id.order, id.mixed, orders_[id.order].session);

    writer.begin(Section::records);
    for (std::uint32_t number = 0; number < orders_.size(); ++number) {
        const bool is_over = has_ended(number);
        writer.put_all(is_over ? Life::ended : Life::live, orders_[number].current_id);
        if (is_over)
            with_fields(ended(number), [&](const auto&... fields) { writer.put_all(fields...); });
    }
}

std::uint32_t DayIds::load(StateReader& reader, const EngineOptions& options) {
    reader.begin(Section::ids);
    const auto ids = reader.get_count(capacity_, "ClOrdIDs of the day");
    const auto orders = reader.get_count(ids, "orders of the day");
    std::vector<std::uint16_t> sessions(ids);
    for (auto& session : sessions) {
        auto& id = ids_.emplace_back();
        reader.get_all(id.text, id.order, id.mixed, session);
        reader.require(id.order < orders, "a ClOrdID's order does not exist");
        reader.require(session < options.sessions_max, "a ClOrdID's session does not exist");
        index_.add(id.mixed);
    }

    reader.begin(Section::records);
    for (std::uint32_t number = 0; number < orders; ++number) {
        auto& order = orders_.emplace_back();
        const auto life = reader.get<Life>();
        reader.require(life == Life::live || life == Life::ended, "an order neither lives nor not");
        reader.get(order.current_id);
        reader.require(order.current_id < ids && ids_[order.current_id].order == number,
                       "an order's ClOrdID is another's");
        order.session = sessions[order.current_id];
        order.place = awaited;
        if (life == Life::live) continue;
        order.place = static_cast<std::uint32_t>(ended_.size()) | ended_mark;
        with_fields(ended_.emplace_back(), [&](auto&... fields) { reader.get_all(fields...); });
    }
    for (std::uint32_t number = 0; number < ids; ++number)
        reader.require(sessions[number] == orders_[ids_[number].order].session,
                       "the ClOrdIDs of an order are of several sessions");
    return orders - static_cast<std::uint32_t>(ended_.size());
}

bool DayIds::awaits(std::uint32_t order, const IdKey& key) const {
    if (order >= orders_.size() || orders_[order].place != awaited) return false;
    const auto& id = ids_[orders_[order].current_id];
    return id.text == key.text && orders_[order].session == key.session && id.mixed == key.mixed;
}

} // namespace pinion::engine
