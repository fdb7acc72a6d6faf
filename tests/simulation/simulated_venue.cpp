#include "tests/simulation/simulated_venue.h"

#include "tests/fix-gateway/support/fix_dictionary.h"
#include "tests/support/instrument.h"

#include <gtest/gtest.h>

#include <exception>
#include <map>
#include <utility>

namespace pinion::test {

namespace {

using shm::Durability;

constexpr std::int64_t microsecond_ns = 1'000;
constexpr std::int64_t millisecond_ns = 1'000'000;
constexpr std::int64_t begin_ns = 1'700'000'000'000 * millisecond_ns;
constexpr std::int64_t settle_max_ns = 120'000 * millisecond_ns;
constexpr int quiet_turns = 500; ///< until nothing more is expected to come

/// All of it is over when what the venue then is can be looked at in peace.
constexpr std::int64_t phases_end_ns = begin_ns + 1'200 * millisecond_ns;

engine::MarketOptions market_in_phases() {
    using shm::TradingPhase;
    const auto after = [](std::int64_t wait_ms) {
        return begin_ns % engine::day_ns + wait_ms * millisecond_ns;
    };
    return {.calendar = {{after(0), TradingPhase::opening_auction},
                         {after(200), TradingPhase::continuous},
                         {after(500), TradingPhase::closing_auction},
                         {after(700), TradingPhase::closed},
                         {after(800), TradingPhase::pre_open},
                         {after(1'000), TradingPhase::continuous}},
            .volatility_auction_ns = 50 * millisecond_ns};
}

engine::EngineOptions engine_options() {
    engine::EngineOptions options;
    options.instruments = {instrument_in_cents("PINE"), instrument_in_cents("OAK")};
    options.markets = {{.volatility_auction_ns = 50 * millisecond_ns}, market_in_phases()};
    options.collars = {{.trade_ticks = 4}, {.trade_ticks = 4}};
    options.accounts = {*shm::AccountName::from("HOUSE")};
    options.orders_max = 1024;
    options.levels_max = 256;
    options.stop_orders_max = 16;
    options.held_orders_max = 16;
    options.cl_ord_ids_per_day_max = 8192;
    options.sessions_max = 4;
    options.gateways_max = 2;
    return options;
}

const std::string& dictionary() {
    static const std::string text = fix_dictionary();
    return text;
}

std::string name_in(const std::string& path) { return path.substr(path.rfind('/') + 1); }

} // namespace

SimulatedVenue::SimulatedVenue(std::uint64_t seed)
    : random_(seed), time_(begin_ns, seed), engine_(host_options(), seed), watch_(engine_),
      store_disks_(static_cast<unsigned>(seed)),
      reader_({.instance = engine_.options().instance, .engine = 1, .symbol = ""}) {
    engine_.disk().set_sync_hook([this] { sync(); });
    for (const auto& gateway : engine_.options().gateways) add_gateway(gateway.id, gateway.index);
}

SimulatedVenue::~SimulatedVenue() { gateways_.clear(); }

engine::HostOptions SimulatedVenue::host_options() {
    engine::HostOptions options;
    options.engine = engine_options();
    options.gateways = {{7, 0}};
    if (random_.one_in(2)) options.gateways.push_back({8, 1});
    options.durability = random_.one_in(4) ? Durability::async : Durability::sync;
    options.boot_id = 1;
    options.journal_segment_bytes = (2 + random_.below(30)) * shm::log_block_bytes;
    options.output_log_segment_bytes = (2 + random_.below(30)) * shm::log_block_bytes;
    options.command_slots = 64;
    options.report_slots = std::uint64_t{16} << random_.below(5);
    options.log_slots = 256;
    options.book_event_slots = std::uint64_t{16} << random_.below(5);
    options.feed_slots = std::uint64_t{16} << random_.below(5);
    options.checkpoint_interval = 1;
    return options;
}

void SimulatedVenue::add_gateway(std::uint16_t id, std::uint16_t index) {
    auto process = std::make_unique<GatewayProcess>();
    fix::GatewayOptions& options = process->options;
    options.instance = engine_.options().instance;
    options.id = id;
    options.index = index;
    options.engines = {{.id = 1,
                        .instruments = engine_.options().engine.instruments,
                        .durability = engine_.options().durability}};
    options.state_directory = (directory_.path() / "state").string();
    options.store_disk = &store_disks_;
    options.open_output_log = [this](const std::string& path) {
        return engine_.directory(name_in(path));
    };
    options.dictionary_xml = dictionary();
    for (std::uint16_t client = 0; client < 2; ++client) {
        const auto session = static_cast<std::uint16_t>(2 * index + client);
        const std::string comp_id = std::string("C") + std::to_string(session) + "X";
        options.clients.push_back(
            {session, comp_id, "PINION", *shm::AccountName::from("HOUSE"), 3});
        process->clients.push_back(
            std::make_unique<SimulatedClient>(comp_id, process->network, random_.any()));
    }
    gateways_.push_back(std::move(process));
}

void SimulatedVenue::trade() {
    start_what_is_down();
    for (auto steps = 1000 + random_.below(3000); steps != 0; --steps) {
        if (testing::Test::HasFailure()) return;
        try {
            step();
        } catch (const HostLost&) {
            lose_host();
        }
    }
}

void SimulatedVenue::step() {
    time_.pass(static_cast<std::int64_t>(random_.below(200)) * microsecond_ns);
    if (random_.one_in(100))
        time_.pass(static_cast<std::int64_t>(random_.below(200)) * millisecond_ns);
    if (random_.one_in(100)) break_something();
    if (random_.one_in(50)) start_what_is_down();
    turn_of_somebody();
}

void SimulatedVenue::break_something() {
    GatewayProcess& process = any_gateway();
    switch (random_.below(8)) {
    case 0: kill_engine(); break;
    case 1:
        if (process.gateway) ++counts_.kills;
        process.gateway.reset();
        break;
    case 2:
        // Under "async" the world may know more than the engine then: its ledgers do not agree.
        if (engine_.options().durability == Durability::sync) lose_host();
        break;
    case 3:
        if (engine_.options().durability == Durability::sync) syncs_left_ = 1 + random_.below(20);
        break;
    case 4: follower_.reset(); break;
    case 5: fail_at_random(); break;
    default: process.clients[random_.below(process.clients.size())]->lose_connection();
    }
}

void SimulatedVenue::fail_at_random() {
    DiskFaults faults;
    if (random_.one_in(3)) faults.write_error = 0.1;
    if (random_.one_in(3)) faults.sync_error = 0.1;
    if (random_.one_in(3)) faults.bytes_max = random_.below(1'000'000);
    engine_.disk().set_faults(faults);
}

/// The host's own part of a sync: the time that it takes, if it lives that long.
void SimulatedVenue::sync() {
    time_.pass(random_.one_in(1000) ? 10'000 * millisecond_ns : 100 * microsecond_ns);
    if (syncs_left_ != 0 && --syncs_left_ == 0) throw HostLost();
}

void SimulatedVenue::turn_of_somebody() {
    GatewayProcess& process = any_gateway();
    switch (random_.below(8)) {
    case 0:
    case 1:
        if (engine_.is_running()) engines_turn(random_.below(engine_.agent_count()));
        break;
    case 2: gateways_turn(process); break;
    case 3:
        if (engine_.is_running()) engine_.tend();
        break;
    case 4:
        if (process.gateway) process.gateway->tend();
        process.network.piece_bytes = 1 + random_.below(random_.one_in(3) ? 30 : 1000);
        break;
    case 5: random_.one_in(2) ? followers_turn() : readers_turn(); break;
    case 6: everybodys_turn(); break;
    default: {
        SimulatedClient& client = *process.clients[random_.below(process.clients.size())];
        clients_turn(process, client);
        client.ask();
    }
    }
}

void SimulatedVenue::everybodys_turn() {
    if (engine_.is_running()) {
        for (std::size_t agent = 0; agent < engine_.agent_count(); ++agent) engines_turn(agent);
        engine_.tend();
    }
    followers_turn();
    readers_turn();
    for (const auto& process : gateways_) {
        gateways_turn(*process);
        if (process->gateway) process->gateway->tend();
        for (const auto& client : process->clients) clients_turn(*process, *client);
    }
}

void SimulatedVenue::engines_turn(std::size_t agent) {
    engine_.turn(agent);
    watch_.observe();
}

void SimulatedVenue::followers_turn() {
    if (!engine_.is_running()) return;
    if (!follower_) follower_.emplace(engine_);
    follower_->turn();
}

/// It may be late, but what it has is what the engine had.
void SimulatedVenue::readers_turn() {
    reader_.poll();
    const auto health = reader_.health();
    if (!engine_.is_running() || health.joins_total == 0 ||
        health.engine_epoch != engine_.epoch() || reader_.sequence() != watch_.twin().feed_events())
        return;
    EXPECT_EQ(reader_.books().hash(), watch_.twin().engine().book_hash());
}

void SimulatedVenue::gateways_turn(GatewayProcess& process) {
    if (process.gateway)
        for (auto turns = 1 + random_.below(4); turns != 0; --turns) process.gateway->do_work();
}

void SimulatedVenue::clients_turn(GatewayProcess& /*process*/, SimulatedClient& client) {
    const std::string bytes = client.read();
    trace_.fold(bytes);
    trace_.fold(std::to_string(time_.now_ns()));
    client.tend();
}

void SimulatedVenue::start_what_is_down() {
    if (!engine_.is_running()) start_engine();
    for (const auto& process : gateways_)
        if (!process->gateway) start_gateway(*process);
}

/// A disk that fails at a start keeps the engine away; the next start is on one that works.
void SimulatedVenue::start_engine() {
    try {
        engine_.start();
    } catch (const HostLost&) {
        throw;
    } catch (const std::exception&) {
        engine_.disk().set_faults({});
        engine_.start();
    }
    watch_.check_start(std::exchange(is_host_lost_, false));
}

void SimulatedVenue::start_gateway(GatewayProcess& process) {
    process.options.boot_id = engine_.options().boot_id;
    process.gateway = std::make_unique<fix::Gateway>(
        process.options, [&process] { return process.network.make_transport(); },
        [](std::uint16_t) {});
    process.gateway->on_start();
}

void SimulatedVenue::kill_engine() {
    if (engine_.is_running()) ++counts_.kills;
    engine_.kill();
}

void SimulatedVenue::lose_host() {
    ++counts_.hosts_lost;
    syncs_left_ = 0;
    is_host_lost_ = true;
    store_disks_.lose_host();
    follower_.reset();
    for (const auto& process : gateways_) process->gateway.reset();
    engine_.lose_host();
    store_disks_.reboot();
}

void SimulatedVenue::settle() {
    if (testing::Test::HasFailure()) return;
    engine_.disk().set_faults({});
    syncs_left_ = 0;
    const std::int64_t end_ns = time_.now_ns() + settle_max_ns;
    for (const auto& process : gateways_) process->network.piece_bytes = 1 << 16;
    for (int quiet = 0; quiet < quiet_turns && !testing::Test::HasFailure();) {
        ASSERT_LT(time_.now_ns(), end_ns) << "it never ends: " << what_is_not_said();
        start_what_is_down();
        time_.pass(millisecond_ns);
        everybodys_turn();
        quiet = what_is_not_said().empty() ? quiet + 1 : 0;
    }
    counts_.commands = watch_.twin().sequence();
    expect_one_book();
}

/// In words; "" if all is.
std::string SimulatedVenue::what_is_not_said() const {
    std::string text;
    if (time_.now_ns() < phases_end_ns) text += "phases change; ";
    for (const auto& process : gateways_)
        for (const auto& client : process->clients) text += client->what_it_waits_for();
    if (reader_.sequence() != watch_.twin().feed_events())
        text += "the reader is at " + std::to_string(reader_.sequence()) + " of " +
                std::to_string(watch_.twin().feed_events());
    return text;
}

/// Of the clients, of the engine and of the reader.
void SimulatedVenue::expect_one_book() {
    std::map<ClientLedger::Level, std::uint64_t> ledgers;
    for (const auto& process : gateways_)
        for (const auto& client : process->clients) client->ledger().add_to(ledgers);
    std::map<ClientLedger::Level, std::uint64_t> seen;
    for (std::uint32_t i = 0; i < reader_.books().size(); ++i)
        for (const auto side : {shm::Side::buy, shm::Side::sell})
            for (std::size_t rank = 0; rank < reader_.books()[i].level_count(side); ++rank) {
                const auto& level = reader_.books()[i].level(side, rank);
                const auto& symbol = engine_.options().engine.instruments[i].symbol;
                seen[{std::string(symbol.view()), std::string(1, static_cast<char>(side)),
                      level.price_ticks}] = level.quantity_lots;
            }
    EXPECT_EQ(ledgers, seen);
    EXPECT_EQ(reader_.books().hash(), watch_.twin().engine().book_hash());
}

} // namespace pinion::test
