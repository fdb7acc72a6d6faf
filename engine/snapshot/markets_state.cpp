#include "engine/markets.h"
#include "engine/snapshot/state_reader.h"
#include "engine/snapshot/state_writer.h"

namespace pinion::engine {

namespace {

/// What is saved of a market, in this order.
template <typename Market, typename Use>
void with_fields(Market& market, Use use) {
    auto& told = market.indicative;
    use(market.phase, market.phase_ends_ns, market.calendar_read_ns, told.price_ticks, told.lots,
        told.surplus_lots, told.surplus_side);
}

} // namespace

/// One that nothing has happened to is left out: it begins as its options say, whatever they are by
/// then.
void Markets::save(StateWriter& writer) const {
    writer.begin(Section::markets);
    for (std::uint32_t instrument = 0; instrument < size(); ++instrument) {
        const auto& market = markets_[instrument];
        const bool is_new = market == initial(instrument);
        writer.put(static_cast<std::uint8_t>(is_new ? 0 : 1));
        if (!is_new) with_fields(market, [&](const auto&... fields) { writer.put_all(fields...); });
    }
}

void Markets::load(StateReader& reader, std::uint32_t instruments) {
    reader.begin(Section::markets);
    for (std::uint32_t instrument = 0; instrument < instruments; ++instrument) {
        const auto is_there = reader.get<std::uint8_t>();
        reader.require(is_there <= 1, "an instrument's phase is neither there nor not");
        if (is_there == 0) continue;
        auto& market = markets_[instrument];
        with_fields(market, [&](auto&... fields) { reader.get_all(fields...); });
        reader.require(shm::is_phase(market.phase), "an instrument is in no phase");
        reader.require(market.calendar_read_ns >= not_known && market.phase_ends_ns >= 0,
                       "an instrument's phase has no time");
        if (terms_of(market.phase).is_auction) ++auctions_;
        note_due(instrument);
    }
    find_earliest();
}

} // namespace pinion::engine
