#include "engine/day_ids.h"
#include "engine/snapshot/state_reader.h"
#include "engine/snapshot/state_writer.h"

namespace pinion::engine {

namespace {

enum class Life : std::uint8_t { live = 1, ended = 2 };

/// What is saved of a record whose order has ended, in this order. Any values will do, since a
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
                   static_cast<std::uint32_t>(records_.size()));
    for (const auto& id : ids_)
        writer.put_all(id.text, id.record, id.mixed, records_[id.record].session);

    writer.begin(Section::records);
    for (const auto& record : records_) {
        const bool is_live = record.slot != OrderRecord::ended;
        writer.put_all(is_live ? Life::live : Life::ended, record.current_id);
        if (!is_live)
            with_fields(record, [&](const auto&... fields) { writer.put_all(fields...); });
    }
}

std::uint32_t DayIds::load(StateReader& reader, const EngineOptions& options) {
    reader.begin(Section::ids);
    const auto ids = reader.get_count(capacity_, "ClOrdIDs of the day");
    const auto records = reader.get_count(ids, "orders of the day");
    std::vector<std::uint16_t> sessions(ids);
    for (auto& session : sessions) {
        auto& id = ids_.emplace_back();
        reader.get_all(id.text, id.record, id.mixed, session);
        reader.require(id.record < records, "a ClOrdID's order does not exist");
        reader.require(session < options.sessions_max, "a ClOrdID's session does not exist");
        index_.add(id.mixed);
    }

    reader.begin(Section::records);
    std::uint32_t live = 0;
    for (std::uint32_t number = 0; number < records; ++number) {
        auto& record = records_.emplace_back();
        const auto life = reader.get<Life>();
        reader.require(life == Life::live || life == Life::ended, "an order neither lives nor not");
        reader.get(record.current_id);
        reader.require(record.current_id < ids && ids_[record.current_id].record == number,
                       "an order's ClOrdID is another's");
        record.session = sessions[record.current_id];
        record.slot = life == Life::live ? OrderRecord::awaited : OrderRecord::ended;
        live += life == Life::live ? 1 : 0;
        if (life == Life::ended)
            with_fields(record, [&](auto&... fields) { reader.get_all(fields...); });
    }
    for (std::uint32_t number = 0; number < ids; ++number)
        reader.require(sessions[number] == records_[ids_[number].record].session,
                       "the ClOrdIDs of an order are of several sessions");
    return live;
}

bool DayIds::awaits(std::uint32_t record, const IdKey& key) const {
    if (record >= records_.size() || records_[record].slot != OrderRecord::awaited) return false;
    const auto& id = ids_[records_[record].current_id];
    return id.text == key.text && records_[record].session == key.session && id.mixed == key.mixed;
}

} // namespace pinion::engine
