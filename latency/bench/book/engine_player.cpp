#include "latency/bench/book/engine_player.h"

#include "latency/bench/book/command_maker.h"

#include <algorithm>
#include <string>

namespace pinion::latency {

engine::EngineOptions engine_options(const BookShape& shape, std::uint32_t ids_max,
                                     std::uint32_t accounts) {
    engine::EngineOptions options;
    for (const auto& band : shape.bands) {
        shm::InstrumentRecord instrument{};
        instrument.symbol = *shm::Symbol::from("S" + std::to_string(options.instruments.size()));
        instrument.tick_units = 1;
        instrument.lot_units = 1;
        instrument.price_min_ticks = band.min_ticks;
        instrument.price_max_ticks = band.max_ticks;
        instrument.quantity_max_lots = 1U << 30;
        options.instruments.push_back(instrument);
    }
    for (std::uint32_t account = 0; account < accounts; ++account)
        options.accounts.push_back(account_name(account));
    options.orders_max = shape.orders_max + 1;
    options.levels_max = shape.levels_max + 1;
    options.cl_ord_ids_per_day_max = ids_max;
    options.sessions_max = 1;
    options.gateways_max = 1;
    return options;
}

shm::FeedEvent& EngineRings::claim_feed_event() {
    if (auto* slot = feed_writer_.try_claim()) [[likely]]
        return *slot;
    read_feed();
    return *feed_writer_.try_claim();
}

void EngineRings::release() {
    reports_.release();
    read_feed();
}

void EngineRings::read_feed() {
    feed_writer_.release();
    while (const auto* event = feed_reader_.peek()) {
        const std::uint64_t is_trade = event->kind == shm::FeedEventKind::execute ? 1 : 0;
        trades_ += is_trade;
        traded_lots_ += is_trade * event->quantity_lots;
        feed_reader_.pop();
    }
}

namespace {

/// Commands lie in memory where a gateway's would lie in another core's cache: they are fetched
/// before they are foreseen.
constexpr std::size_t fetch_distance = 2 * engine::MatchingEngine::foresee_distance;

void fetch(const shm::SequencedCommand* command) {
    const auto* bytes = reinterpret_cast<const std::byte*>(command);
    for (std::size_t at = 0; at < sizeof *command; at += 64) __builtin_prefetch(bytes + at);
}

} // namespace

EnginePlayer::EnginePlayer(const engine::EngineOptions& options) : engine_(options) {}

void EnginePlayer::play(std::span<const shm::SequencedCommand> commands, std::size_t in_hand) {
    while (!commands.empty()) {
        const auto count = std::min(in_hand, commands.size());
        for (std::size_t now = 0; now < count; ++now) {
            fetch(commands.data() + std::min(now + fetch_distance, commands.size() - 1));
            if (in_hand > engine::MatchingEngine::foresee_distance &&
                now + engine::MatchingEngine::foresee_distance < commands.size())
                engine_.foresee(commands[now + engine::MatchingEngine::foresee_distance].command);
            engine_.apply(commands[now], rings_);
        }
        rings_.release();
        commands = commands.subspan(count);
    }
}

} // namespace pinion::latency
