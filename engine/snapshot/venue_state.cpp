#include "engine/snapshot/state_reader.h"
#include "engine/snapshot/state_writer.h"
#include "engine/venue.h"

#include <string>

namespace pinion::engine {

namespace {

std::uint32_t size_of(const auto& list) { return static_cast<std::uint32_t>(list.size()); }

/// What names an instrument and its units. Limits may change, as long as what waits keeps them.
template <typename Instrument, typename Use>
void with_fields(Instrument& instrument, Use use) {
    use(instrument.symbol, instrument.tick_units, instrument.lot_units, instrument.price_decimals,
        instrument.quantity_decimals);
}

/// None for an instrument behind the last that has some.
InstrumentAssets assets_of(const RiskOptions& risk, std::size_t instrument) {
    return instrument < risk.instruments.size() ? risk.instruments[instrument] : InstrumentAssets{};
}

void save_assets(StateWriter& writer, const EngineOptions& options) {
    writer.put(size_of(options.risk.assets));
    for (const auto& asset : options.risk.assets) writer.put_all(asset.name, asset.decimals);
    for (std::size_t number = 0; number < options.instruments.size(); ++number) {
        const auto assets = assets_of(options.risk, number);
        writer.put_all(assets.base, assets.quote);
    }
}

/// Units keep their meaning, and an instrument that has assets keeps them.
void load_assets(StateReader& reader, const EngineOptions& options, std::uint32_t instruments) {
    const auto assets = reader.get_count(options.risk.assets.size(), "assets");
    for (std::uint32_t number = 0; number < assets; ++number) {
        Asset saved;
        reader.get_all(saved.name, saved.decimals);
        if (saved != options.risk.assets[number])
            reader.refuse("asset " + std::to_string(number) + " was " +
                          std::string(saved.name.view()) + " with its decimals, and is now " +
                          std::string(options.risk.assets[number].name.view()) +
                          ", or has others; new ones come behind the last");
    }
    for (std::uint32_t number = 0; number < instruments; ++number) {
        InstrumentAssets saved;
        reader.get_all(saved.base, saved.quote);
        const auto now = assets_of(options.risk, number);
        const bool had_none = saved == InstrumentAssets{};
        reader.require(had_none || (saved.base == now.base && saved.quote == now.quote),
                       "an instrument had other assets");
    }
}

void save_options(StateWriter& writer, const EngineOptions& options) {
    writer.begin(Section::options);
    writer.put(options.engine_id);
    writer.put(size_of(options.instruments));
    for (const auto& instrument : options.instruments)
        with_fields(instrument, [&](const auto&... fields) { writer.put_all(fields...); });
    writer.put(size_of(options.accounts));
    for (const auto& account : options.accounts) writer.put(account);
    save_assets(writer, options);
}

shm::InstrumentRecord identity_of(const shm::InstrumentRecord& instrument) {
    shm::InstrumentRecord identity{};
    with_fields(identity, [&](auto&... own) {
        with_fields(instrument, [&](const auto&... others) { ((own = others), ...); });
    });
    return identity;
}

void load_options(StateReader& reader, const EngineOptions& options) {
    reader.begin(Section::options);
    reader.require(reader.get<std::uint16_t>() == options.engine_id, "it is of another engine");
    const auto instruments = reader.get_count(options.instruments.size(), "instruments");
    for (std::uint32_t number = 0; number < instruments; ++number) {
        shm::InstrumentRecord saved{};
        with_fields(saved, [&](auto&... fields) { reader.get_all(fields...); });
        if (saved != identity_of(options.instruments[number]))
            reader.refuse("instrument " + std::to_string(number) + " was " +
                          std::string(saved.symbol.view()) + " with its tick and lot, and is now " +
                          std::string(options.instruments[number].symbol.view()) +
                          ", or has others; new ones come behind the last");
    }
    const auto accounts = reader.get_count(options.accounts.size(), "accounts");
    for (std::uint32_t number = 0; number < accounts; ++number) {
        const auto saved = reader.get<shm::AccountName>();
        if (saved != options.accounts[number])
            reader.refuse("account " + std::to_string(number) + " was " +
                          std::string(saved.view()) + " and is now " +
                          std::string(options.accounts[number].view()) +
                          "; new ones come behind the last");
    }
    load_assets(reader, options, instruments);
}

} // namespace

void Venue::save(StateWriter& writer) const {
    save_options(writer, options);

    writer.begin(Section::venue);
    writer.put_all(engine_epoch, next_day_roll_ns, last_order_id, last_exec_id, last_match_id,
                   ignored_commands);
    writer.put(size_of(report_sequences));
    for (const auto sequence : report_sequences) writer.put(sequence);

    writer.begin(Section::instruments);
    writer.put(size_of(traded_prices));
    for (std::uint32_t instrument = 0; instrument < traded_prices.size(); ++instrument) {
        const auto& prices = traded_prices[instrument];
        writer.put_all(prices.last_ticks, prices.low_ticks, prices.high_ticks, prices.has_traded);
        writer.put(day_references[instrument]);
        writer.put(static_cast<std::uint8_t>(unsettled.contains(instrument) ? 1 : 0));
    }

    markets.save(writer);
    sessions.save(writer);
    bars.save(writer);
    orders.save(writer);
    risk.save(writer);
}

void Venue::load(StateReader& reader) {
    load_options(reader, options);

    reader.begin(Section::venue);
    reader.get_all(engine_epoch, next_day_roll_ns, last_order_id, last_exec_id, last_match_id,
                   ignored_commands);
    const bool had_days = next_day_roll_ns != never;
    const bool has_days = options.day_roll_offset_ns != EngineOptions::no_day_roll;
    reader.require(had_days == has_days || next_day_roll_ns == not_known,
                   "trading days ended when it was saved and would not any more, or the reverse");
    const auto gateways = reader.get_count(report_sequences.size(), "gateways");
    for (std::uint32_t gateway = 0; gateway < gateways; ++gateway)
        reader.get(report_sequences[gateway]);

    reader.begin(Section::instruments);
    const auto instruments = reader.get_count(traded_prices.size(), "instruments");
    for (std::uint32_t instrument = 0; instrument < instruments; ++instrument) {
        auto& prices = traded_prices[instrument];
        reader.get_all(prices.last_ticks, prices.low_ticks, prices.high_ticks, prices.has_traded);
        reader.require(prices.has_traded <= 1, "an instrument has neither traded nor not");
        reader.get(day_references[instrument]);
        reader.require(day_references[instrument].is_known <= 1,
                       "an instrument's reference is neither known nor not");
        const auto is_unsettled = reader.get<std::uint8_t>();
        reader.require(is_unsettled <= 1, "an instrument is neither settled nor not");
        if (is_unsettled != 0) unsettled.add(instrument);
    }

    markets.load(reader, instruments);
    sessions.load(reader, size_of(report_sequences));
    bars.load(reader);
    orders.load(reader, options, last_order_id);
    risk.load(reader, orders);
    for (std::uint32_t instrument = 0; instrument < markets.size(); ++instrument)
        if (const auto* const broken = broken_phase(instrument); broken != nullptr)
            reader.refuse(broken);
}

} // namespace pinion::engine
