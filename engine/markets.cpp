#include "engine/markets.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace pinion::engine {

using shm::TradingPhase;

Markets::Markets(std::vector<MarketOptions> options, std::size_t instruments)
    : options_(std::move(options)) {
    if (options_.size() > instruments)
        throw std::invalid_argument("there are more market options than instruments");
    options_.resize(instruments);
    markets_.reserve(instruments);
    due_ns_.resize(instruments);
    for (std::uint32_t instrument = 0; instrument < instruments; ++instrument) {
        check(options_[instrument].calendar);
        markets_.push_back(initial(instrument));
        note_due(instrument);
    }
    find_earliest();
}

Market Markets::initial(std::uint32_t instrument) const {
    Market market;
    if (!options_[instrument].calendar.empty()) market.phase = TradingPhase::closed;
    return market;
}

std::int64_t Markets::calendar_ns(std::uint32_t instrument) const {
    const auto& calendar = options_[instrument].calendar;
    if (calendar.empty()) return never;
    const auto read_ns = markets_[instrument].calendar_read_ns;
    return read_ns == not_known ? 0 : next_change_ns(calendar, read_ns);
}

void Markets::begin_phase(std::uint32_t instrument, TradingPhase phase, std::int64_t ends_ns) {
    auto& market = markets_[instrument];
    if (terms_of(market.phase).is_auction) --auctions_;
    if (terms_of(phase).is_auction) ++auctions_;
    market.phase = phase;
    market.phase_ends_ns = ends_ns;
    market.indicative = {};
    note_due(instrument);
}

void Markets::read_calendar(std::uint32_t instrument, std::int64_t time_ns) {
    markets_[instrument].calendar_read_ns = time_ns;
    note_due(instrument);
}

void Markets::note_due(std::uint32_t instrument) {
    due_ns_[instrument] = std::min(calendar_ns(instrument), markets_[instrument].phase_ends_ns);
    is_earliest_known_ = false;
}

/// Once for all the instruments whose phase begins at one time.
void Markets::find_earliest() {
    if (is_earliest_known_) return;
    earliest_ns_ = never;
    for (const auto due_ns : due_ns_) earliest_ns_ = std::min(earliest_ns_, due_ns);
    is_earliest_known_ = true;
}

void Markets::fold_into(StateHash& hash) const {
    for (std::uint32_t instrument = 0; instrument < size(); ++instrument) {
        const auto& market = markets_[instrument];
        if (market == initial(instrument)) continue; // as of one that the config does not have yet
        hash.fold(std::uint64_t{instrument});
        hash.fold(static_cast<std::uint64_t>(market.phase));
        hash.fold(static_cast<std::uint64_t>(market.phase_ends_ns));
        hash.fold(static_cast<std::uint64_t>(market.calendar_read_ns));
        hash.fold(static_cast<std::uint64_t>(market.indicative.price_ticks));
        hash.fold(market.indicative.lots);
        hash.fold(market.indicative.surplus_lots);
        hash.fold(static_cast<std::uint64_t>(market.indicative.surplus_side));
    }
}

} // namespace pinion::engine
