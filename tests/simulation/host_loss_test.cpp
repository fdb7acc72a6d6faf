// An engine with journal, output logs, snapshots and follower on a disk that fails in every way
// loses its process or its host at any step. What starts on what is left is where an engine would
// be to which nothing happened, behind all that was acknowledged; or it says why not. PINION_SEED
// replays a run, PINION_TRACE tells what happens in it, PINION_SOAK_SEEDS raises the count.

#include "shm/layout/admin_link.h"
#include "tests/engine/host/link_peer.h"
#include "tests/engine/support/random_commands.h"
#include "tests/simulation/engine_watch.h"
#include "tests/simulation/seeds.h"
#include "tests/simulation/simulated_engine.h"
#include "tests/simulation/simulated_follower.h"
#include "tests/simulation/virtual_time.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pinion::test {
namespace {

using engine::Random;
using shm::Durability;

constexpr std::int64_t millisecond_ns = 1'000'000;
constexpr std::int64_t sync_ns = millisecond_ns / 10;
constexpr std::int64_t slow_sync_ns = 10'000 * millisecond_ns;
constexpr std::uint64_t log_slots = 256;

/// Phases change while milliseconds pass, not nanoseconds as on a day that only an engine sees.
engine::EngineOptions stretched(engine::EngineOptions options, std::int64_t begin_ns) {
    constexpr std::int64_t factor = 400'000;
    const auto begin_of_day_ns = begin_ns % engine::day_ns;
    for (auto& market : options.markets) {
        market.volatility_auction_ns *= factor;
        for (auto& change : market.calendar)
            change.time_ns = begin_of_day_ns + (change.time_ns - begin_of_day_ns) * factor;
    }
    return options;
}

engine::HostOptions host_options(const engine::EngineOptions& engine, Random& random) {
    engine::HostOptions options;
    options.engine = engine;
    options.gateways = {{7, 0}, {8, 1}, {shm::admin_gateway_id, engine::RandomDay::admin_gateway}};
    options.durability = random.one_in(4) ? Durability::async : Durability::sync;
    options.boot_id = 1;
    options.journal_segment_bytes = (2 + random.below(8)) * shm::log_block_bytes;
    options.output_log_segment_bytes = (2 + random.below(8)) * shm::log_block_bytes;
    options.command_slots = 64;
    options.report_slots = std::uint64_t{8} << random.below(5);
    options.log_slots = log_slots;
    options.book_event_slots = 64;
    options.feed_slots = 64;
    options.checkpoint_interval = 1;
    return options;
}

class Scenario {
  public:
    explicit Scenario(std::uint64_t seed)
        : random_(seed), commands_(seed), time_(commands_.begin_ns(), seed),
          engine_(host_options(stretched(commands_.options(), commands_.begin_ns()), random_),
                  seed),
          watch_(engine_) {
        engine_.disk().set_sync_hook([this] { sync(); });
    }

    ~Scenario() { follower_.reset(); }

    Scenario(const Scenario&) = delete;
    Scenario& operator=(const Scenario&) = delete;

    void run() {
        start();
        for (auto lives = 1 + random_.below(3); lives != 0 && !has_failed(); --lives) {
            die(live());
            start();
        }
        if (has_failed()) return;
        const bool is_host_lost = live();
        die(is_host_lost);
        if (random_.one_in(2)) damage_and_start();
    }

  private:
    static bool has_failed() { return testing::Test::HasFailure(); }

    /// The host's own part of a sync: the time that it takes, if it lives that long.
    void sync() {
        time_.pass(random_.one_in(200) ? slow_sync_ns : sync_ns);
        if (syncs_left_ != 0 && --syncs_left_ == 0) throw HostLost();
    }

    void fail_at_random() {
        DiskFaults faults;
        const auto now_and_then = [this] { return random_.one_in(2) ? 0.02 : 0.3; };
        faults.lost_min = random_.one_in(3) ? 0.0 : 0.8;
        if (random_.one_in(4)) faults.write_error = now_and_then();
        if (random_.one_in(4)) faults.sync_error = now_and_then();
        if (random_.one_in(6)) faults.bytes_max = random_.below(400'000);
        engine_.disk().set_faults(faults);
    }

    /// Lives until it is time to die. Whether the host goes, too.
    bool live() {
        try {
            if (random_.one_in(4)) syncs_left_ = 1 + random_.below(40);
            for (auto steps = random_.below(300); steps != 0 && !has_failed(); --steps) step();
            return random_.one_in(2);
        } catch (const HostLost&) {
            return true;
        }
    }

    void step() {
        switch (random_.below(16)) {
        case 0:
        case 1: offer(); break;
        case 2:
            if (random_.one_in(10)) fail_at_random();
            break;
        case 3: engine_.tend(); break;
        case 4: time_.pass(static_cast<std::int64_t>(random_.below(150)) * millisecond_ns); break;
        case 5:
        case 6: follow(); break;
        case 7: {
            for (std::size_t agent = 0; agent < engine_.agent_count(); ++agent) turn(agent);
            break;
        }
        default: turn(random_.below(engine_.agent_count()));
        }
    }

    void turn(std::size_t agent) {
        engine_.turn(agent);
        watch_.observe();
    }

    /// Commands as gateways write them.
    void offer() {
        for (auto count = random_.below(12); count != 0; --count) {
            auto sequenced = commands_.next();
            time_.pass_until(sequenced.time_ns);
            auto& command = sequenced.command;
            if (!random_.one_in(50)) command.engine_epoch = engine_.epoch();
            if (peers_.empty()) return;
            static_cast<void>(peers_[command.gateway % peers_.size()].send(command));
        }
    }

    void follow() {
        if (!follower_) follower_.emplace(engine_);
        for (auto turns = 1 + random_.below(8); turns != 0; --turns) follower_->turn();
    }

    void die(bool is_host_lost) {
        spdlog::info("the {} dies", is_host_lost ? "host" : "process");
        syncs_left_ = 0;
        follower_.reset();
        peers_.clear();
        if (is_host_lost)
            engine_.lose_host();
        else
            engine_.kill();
        is_host_lost_ = is_host_lost_ || is_host_lost;
    }

    /// On a disk that is whole, and works in the end, a start succeeds in the end.
    void start() {
        for (int tries = 0;; ++tries) {
            const bool is_sound = tries == 5 || random_.one_in(2);
            try {
                make_starts_hard(is_sound);
                engine_.start();
                break;
            } catch (const HostLost&) {
                die(true);
            } catch (const std::exception& error) {
                ASSERT_FALSE(is_sound) << error.what();
                spdlog::info("refused: {}", error.what());
                expect_clear(error.what());
            }
        }
        syncs_left_ = 0;
        engine_.disk().set_faults({});
        check_start();
    }

    void make_starts_hard(bool is_sound) {
        syncs_left_ = 0;
        engine_.disk().set_faults({});
        if (is_sound) return;
        if (random_.one_in(2)) syncs_left_ = 1 + random_.below(12);
        DiskFaults faults;
        if (random_.one_in(3)) faults.read_error = 0.05;
        if (random_.one_in(3)) faults.write_error = 0.1;
        if (random_.one_in(3)) faults.sync_error = 0.1;
        engine_.disk().set_faults(faults);
    }

    void check_start() {
        watch_.check_start(is_host_lost_, is_damaged_);
        is_host_lost_ = false;
        peers_.clear();
        for (const auto& gateway : engine_.options().gateways)
            peers_.emplace_back(engine_.options().instance, engine_.options().engine.engine_id,
                                gateway.id);
        prove_state();
    }

    /// One command more, and both engines are in one state: so they were before it.
    void prove_state() {
        const auto before = watch_.twin().sequence();
        for (int tries = 0; watch_.twin().sequence() == before && tries < 100; ++tries) {
            offer();
            turn(0);
            for (std::size_t agent = 2; agent < engine_.agent_count(); ++agent) turn(agent);
        }
        ASSERT_GT(watch_.twin().sequence(), before);
        ASSERT_EQ(engine_.view().header().checkpoint.stamp(), watch_.twin().sequence());
    }

    static void expect_clear(const std::string& message) {
        const auto says = [&](const char* word) { return message.find(word) != std::string::npos; };
        ASSERT_TRUE(says("journal") || says("output") || says("snapshot")) << message;
    }

    /// Whatever was done to a file: a right state, or a refusal.
    void damage_and_start() {
        damage();
        is_damaged_ = true;
        syncs_left_ = 0;
        engine_.disk().set_faults({});
        try {
            engine_.start();
        } catch (const std::exception& error) {
            expect_clear(error.what());
            return;
        }
        check_start();
    }

    void damage() {
        auto files = engine_.disk().files();
        for (auto count = 1 + random_.below(2); count != 0 && !files.empty(); --count) {
            const std::string& path = files[random_.below(files.size())];
            const auto bytes = engine_.disk().content(path).size();
            if (bytes == 0) continue;
            switch (random_.below(4)) {
            case 0: engine_.disk().truncate(path, random_.below(bytes)); break;
            case 1: engine_.disk().flip_bit(path, random_.below(bytes) * 8); break;
            case 2: flip_in_use(path); break;
            default: engine_.disk().misdirect(path);
            }
        }
    }

    /// A bit of what is not zero.
    void flip_in_use(const std::string& path) {
        const auto content = engine_.disk().content(path);
        std::vector<std::uint64_t> used;
        for (std::uint64_t at = 0; at < content.size(); ++at)
            if (content[at] != std::byte{0}) used.push_back(at);
        if (!used.empty())
            engine_.disk().flip_bit(path, used[random_.below(used.size())] * 8 + random_.below(8));
    }

    Random random_;
    engine::RandomCommands commands_;
    VirtualTime time_;
    SimulatedEngine engine_;
    EngineWatch watch_;
    std::optional<SimulatedFollower> follower_;
    std::vector<engine::test::LinkPeer> peers_;
    bool is_host_lost_ = false;    ///< since the last engine worked
    bool is_damaged_ = false;      ///< somebody wrote over a file
    std::uint64_t syncs_left_ = 0; ///< until the host dies; 0: it does not
};

#ifdef __OPTIMIZE__
constexpr std::uint64_t hosts = 200;
#else
constexpr std::uint64_t hosts = 20;
#endif

TEST(HostLossOnFailingDisks, nothing_acknowledged_is_lost_and_no_book_is_wrong) {
    be_silent_unless_asked();
    const std::uint64_t first = first_seed();
    for (std::uint64_t seed = first; seed < first + seeds(hosts); ++seed) {
        SCOPED_TRACE("PINION_SEED=" + std::to_string(seed));
        Scenario(seed).run();
        if (HasFailure()) break;
    }
}

} // namespace
} // namespace pinion::test
