#include "engine/venue.h"

#include "engine/rules/auction_orders.h"
#include "engine/rules/trading_day.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace pinion::engine {

namespace {

/// Identifiers of different engine epochs never meet, although none is remembered.
std::uint64_t first_id(const EngineOptions& options) {
    return std::uint64_t{options.engine_epoch} << 32;
}

const EngineOptions& checked(const EngineOptions& options) {
    constexpr std::uint32_t index_max = std::numeric_limits<std::uint16_t>::max();
    if (options.sessions_max > index_max + 1 || options.gateways_max > index_max + 1)
        throw std::invalid_argument("sessions_max and gateways_max must be at most 65536");
    if (options.activations_max == 0)
        throw std::invalid_argument("activations_max must be at least 1");
    if (options.display_slices_max == 0)
        throw std::invalid_argument("display_slices_max must be at least 1");
    if (options.disconnect_grace_ns < 0)
        throw std::invalid_argument("disconnect_grace_ns must not be negative");
    if (options.day_roll_offset_ns < EngineOptions::no_day_roll ||
        options.day_roll_offset_ns >= day_ns)
        throw std::invalid_argument("day_roll_offset_ns must lie within a day");
    if (options.collars.size() > options.instruments.size())
        throw std::invalid_argument("there are more price collars than instruments");
    for (std::size_t instrument = 0; instrument < options.collars.size(); ++instrument)
        if (options.collars[instrument].trade_ticks != 0 &&
            (instrument >= options.markets.size() ||
             options.markets[instrument].volatility_auction_ns <= 0))
            throw std::invalid_argument("a volatility auction must have a length");
    return options;
}

} // namespace

Venue::Venue(const EngineOptions& engine_options)
    : options(checked(engine_options)), engine_epoch(options.engine_epoch),
      accounts(options.accounts), orders(options), risk(options), sessions(options.sessions_max),
      bars(options.instruments.size(), options.accounts.size(), options.sessions_max),
      traded_prices(options.instruments.size()), day_references(options.instruments.size()),
      collars(options.collars), unsettled(options.instruments.size()),
      markets(options.markets, options.instruments.size()), next_day_roll_ns(not_known),
      report_sequences(options.gateways_max), last_order_id(first_id(options)),
      last_exec_id(first_id(options)), last_match_id(first_id(options)) {
    collars.resize(options.instruments.size());
}

void Venue::start_day(std::int64_t now_ns) {
    next_day_roll_ns = options.day_roll_offset_ns == EngineOptions::no_day_roll
                           ? never
                           : next_day_end(now_ns, options.day_roll_offset_ns);
}

void Venue::lose_host(std::uint32_t new_epoch) {
    engine_epoch = std::max(engine_epoch, new_epoch);
    for (auto* last : {&last_order_id, &last_exec_id, &last_match_id}) *last += host_loss_lift;
    for (auto& sequence : report_sequences) sequence += host_loss_lift;
}

const char* Venue::broken_phase(std::uint32_t instrument) const {
    if (markets[instrument].phase == shm::TradingPhase::closing_auction &&
        orders.closing().any(instrument))
        return "who waits for the close is in the book when it comes";
    if (!markets.matches(instrument)) return nullptr;
    if (orders.is_crossed(instrument)) return "no bid is at or above an ask";
    const char* broken = nullptr;
    orders.for_each({.first = instrument, .end = instrument + 1}, [&](std::uint32_t slot) {
        const auto& terms = orders.details(slot);
        if (orders.is_in_book(slot) && lives_for_auction(terms.ord_type, terms.time_in_force))
            broken = "who lives for an auction is gone after it";
    });
    return broken;
}

void Venue::fold_into(StateHash& hash) const {
    hash.fold(std::uint64_t{engine_epoch});
    orders.fold_into(hash);
    risk.fold_into(hash);
    sessions.fold_into(hash);
    bars.fold_into(hash);
    for (std::uint64_t instrument = 0; instrument < traded_prices.size(); ++instrument) {
        const auto& prices = traded_prices[instrument];
        if (prices == TradedPrices{}) continue; // as of one that the config does not have yet
        hash.fold(instrument);
        hash.fold(prices);
    }
    for (std::uint64_t instrument = 0; instrument < day_references.size(); ++instrument) {
        if (day_references[instrument] == DayReference{}) continue; // likewise
        hash.fold(instrument);
        hash.fold(day_references[instrument]);
    }
    unsettled.fold_into(hash);
    markets.fold_into(hash);
    hash.fold(static_cast<std::uint64_t>(next_day_roll_ns));
    for (std::uint64_t gateway = 0; gateway < report_sequences.size(); ++gateway) {
        if (report_sequences[gateway] == 0) continue; // likewise
        hash.fold(gateway);
        hash.fold(report_sequences[gateway]);
    }
    for (const auto count : {last_order_id, last_exec_id, last_match_id, ignored_commands})
        hash.fold(count);
}

} // namespace pinion::engine
