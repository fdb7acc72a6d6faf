// A real engine runs random commands, live, through rings, threads and journal, with a follower
// beside it. What it told and what it became is what comes of its journal again: in this process,
// in `pinion replay`, in the follower, and in the programs that another compiler made, if
// PINION_OTHER_PROGRAMS says where they are.

#include "config/load.h"
#include "config/time_of_day.h"
#include "engine/programs/configured_engine.h"
#include "engine/programs/hexadecimal.h"
#include "engine/recovery/history.h"
#include "engine/recovery/journal_source.h"
#include "engine/rules/trading_day.h"
#include "shm/layout/engine_segment.h"
#include "shm/layout/feed_segment.h"
#include "shm/record_log/record_frame.h"
#include "shm/storage/posix_storage.h"
#include "shm/sys/child_process.h"
#include "shm/sys/clock.h"
#include "tests/engine/host/link_peer.h"
#include "tests/engine/host/unique_instance.h"
#include "tests/engine/support/random_commands.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iostream>
#include <limits>
#include <optional>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace pinion::engine {
namespace {

using pinion::test::patience;

constexpr std::uint64_t checkpoints = 20; ///< of the run: each walks all that the engine knows
constexpr std::uint64_t no_limit = std::numeric_limits<std::uint64_t>::max();

constexpr std::uint64_t lots_max = 1'000'000'000'000; ///< in a config
constexpr std::int64_t price_max = 1'000'000'000;     ///< far inside of what is allowed there

/// Whether a config may have the day's limits.
bool is_usable(const EngineOptions& day) {
    const auto& instruments = day.instruments;
    return std::all_of(instruments.begin(), instruments.end(), [](const auto& each) {
        return each.quantity_max_lots <= lots_max && each.price_min_ticks > 0 &&
               each.price_max_ticks <= price_max;
    });
}

std::uint64_t usable_seed(std::uint64_t seed) {
    while (!is_usable(RandomCommands(seed).options())) ++seed;
    return seed;
}

/// A calendar with another phase each second, from now on for a minute.
std::string calendar_text() {
    constexpr std::int64_t second_ns = 1'000'000'000;
    constexpr std::array phases = {"continuous", "closing_auction", "closed", "opening_auction"};
    const std::int64_t begin_ns = shm::utc_now_ns() / second_ns * second_ns;
    std::array<std::string, phases.size()> times;
    for (std::size_t second = 0; second <= 60; ++second) {
        const auto later_ns = static_cast<std::int64_t>(second) * second_ns;
        times[second % times.size()] +=
            '"' + config::time_of_day_text((begin_ns + later_ns) % day_ns) + "\", ";
    }
    std::string text = "[[calendar]]\nname = \"fast\"\n";
    for (std::size_t phase = 0; phase < phases.size(); ++phase)
        text += std::string(phases[phase]) + " = [" + times[phase] + "]\n";
    return text;
}

/// What was told: how much, and one number of all its bytes.
struct Told {
    std::uint64_t count = 0;
    std::uint64_t chain = shm::chain_start;

    template <class Message>
    void add(const Message& message) {
        chain = shm::next_chain(chain, ++count, std::as_bytes(std::span(&message, 1)));
    }

    friend bool operator==(const Told&, const Told&) = default;
};

/// What a history tells.
struct Telling final : HistorySink {
    Told reports;
    Told feed_events;
    Told events; ///< all of them, as `pinion replay` counts

    void on_command(const shm::LogRecord&) override {}

    void on_report(const shm::Report& report) override {
        reports.add(report);
        events.add(report);
    }

    void on_feed_event(const shm::FeedEvent& event) override {
        feed_events.add(event);
        events.add(event);
    }
};

/// What an engine tells in shared memory, to who is beside it.
class Witness {
  public:
    explicit Witness(const std::string& instance)
        : link_(shm::Segment::open(shm::link_segment_name(instance, 1, 1), shm::SegmentKind::link,
                                   0, shm::SegmentAccess::read_only)),
          feed_(shm::Segment::open(shm::feed_segment_name(instance, 1), shm::SegmentKind::feed, 0,
                                   shm::SegmentAccess::read_only)),
          reports_(shm::LinkView(link_.payload()).reports()),
          feed_events_(shm::FeedView(feed_.payload()).events()) {
        reports_.seek(1);
        feed_events_.seek(1);
    }

    /// Takes what is there, at most so many of each.
    void look(std::uint64_t reports_max, std::uint64_t feed_events_max) {
        take(reports_, reports_max, reports);
        take(feed_events_, feed_events_max, feed_events);
    }

    Told reports;
    Told feed_events;

  private:
    template <class Message>
    static void take(shm::BroadcastReader<Message>& ring, std::uint64_t max, Told& told) {
        Message message;
        while (told.count < max) {
            const shm::BroadcastRead outcome = ring.poll(message);
            ASSERT_NE(outcome, shm::BroadcastRead::lapped);
            if (outcome == shm::BroadcastRead::empty) return;
            told.add(message);
        }
    }

    shm::Segment link_;
    shm::Segment feed_;
    shm::BroadcastReader<shm::Report> reports_;
    shm::BroadcastReader<shm::FeedEvent> feed_events_;
};

class LiveRun : public testing::Test {
  protected:
    LiveRun() : seed_(usable_seed(random_seed())), commands_(seed_) {
        std::cout << "PINION_SEED=" << seed_ << '\n';
        std::ofstream(config_path()) << config_text();
    }

    static std::uint64_t commands_wanted() {
        const char* more = std::getenv("PINION_SOAK_COMMANDS");
        const std::uint64_t count = more != nullptr ? std::stoull(more) : 20'000;
        return (count + checkpoints - 1) / checkpoints * checkpoints;
    }

    [[nodiscard]] std::string config_path() const {
        return (directory_.path() / "venue.toml").string();
    }

    [[nodiscard]] std::string config_text() const {
        const EngineOptions& day = commands_.options();
        std::ostringstream text;
        text << "instance = \"" << instance_.name() << "\"\n[state]\ndirectory = \""
             << (directory_.path() / "state").string() << "\"\n[[engine]]\nid = 1\n"
             << "durability = \"async\"\norders_max = " << day.orders_max
             << "\nlevels_max = " << day.levels_max << "\nstop_orders_max = " << day.stop_orders_max
             << "\nheld_orders_max = " << day.held_orders_max
             << "\nactivations_max = " << day.activations_max
             << "\ndisplay_slices_max = " << day.display_slices_max << "\ncl_ord_ids_per_day_max = "
             << 2 * target_ // this day is longer than those for which its limits were drawn
             << "\ndisconnect_grace_ms = 1\nday_roll = \"\"\ncommand_slots = 1024\n"
                "report_slots = 65536\nlog_slots = 65536\nbook_event_slots = 65536\n"
                "feed_slots = 65536\ncheckpoint_interval = "
             << target_ / checkpoints << "\nsnapshot_interval = " << target_
             << "\nmatcher = { wait = \"yield\" }\npublisher = { wait = \"yield\" }\n"
                "[[gateway]]\nid = 1\n";
        text << calendar_text();
        const char* calendar = "";
        for (const shm::InstrumentRecord& instrument : day.instruments) {
            text << "[[instrument]]\nsymbol = \"" << instrument.symbol.view()
                 << "\"\ntick = \"1\"\nlot = \"1\"\nprice_min = \"" << instrument.price_min_ticks
                 << "\"\nprice_max = \"" << instrument.price_max_ticks << "\"\nquantity_max = \""
                 << instrument.quantity_max_lots << "\"\nmarket_protection = \""
                 << instrument.market_protection_ticks
                 << "\"\ntrade_collar = \"6\"\nvolatility_auction_s = 1\ncalendar = \"" << calendar
                 << "\"\n";
            calendar = "fast"; // the first one trades always
        }
        for (const shm::AccountName& account : day.accounts)
            text << "[[account]]\nname = \"" << account.view() << "\"\n";
        for (std::uint32_t session = 0; session < day.sessions_max; ++session)
            text << "[[session]]\ncomp_id = \"CLIENT" << session << "\"\naccount = \"house\"\n";
        return text.str();
    }

    [[nodiscard]] shm::ChildProcess start(const std::string& programs, const std::string& program,
                                          const std::vector<std::string>& more = {}) const {
        std::vector<std::string> command = {programs + "/" + program, "--config", config_path()};
        command.insert(command.end(), more.begin(), more.end());
        return shm::ChildProcess(command);
    }

    /// Not one that clients can make collide, as some of those days have it: a million ids would
    /// be one long list.
    static std::uint64_t hash_of(const shm::ClOrdId& id) {
        return std::hash<std::string_view>{}(id.view());
    }

    /// The next command that a gateway may send, as if it were made now.
    shm::Command next_command(std::uint32_t engine_epoch) {
        while (true) {
            const shm::SequencedCommand made = commands_.next();
            shm::Command command = made.command;
            switch (command.kind) {
            case shm::CommandKind::gateway_up:
            case shm::CommandKind::gateway_down:
            case shm::CommandKind::timer:
            case shm::CommandKind::day_roll:
            case shm::CommandKind::host_lost:         // the engine makes these
            case shm::CommandKind::control: continue; // another link than this one brings these
            default: break;
            }
            if (command.expire_time_ns != 0)
                command.expire_time_ns += shm::utc_now_ns() - made.time_ns;
            command.cl_ord_id_hash = hash_of(command.cl_ord_id);
            command.reference_id_hash = hash_of(command.reference_id);
            if (command.engine_epoch >= commands_.options().engine_epoch)
                command.engine_epoch = engine_epoch;
            return command;
        }
    }

    /// Once the engine takes commands.
    [[nodiscard]] shm::Segment segment_of(const shm::ChildProcess& engine) const {
        std::optional<shm::Segment> segment;
        EXPECT_TRUE(test::eventually([&] {
            try {
                segment.emplace(shm::Segment::open(shm::engine_segment_name(instance_.name(), 1),
                                                   shm::SegmentKind::engine, 0,
                                                   shm::SegmentAccess::read_only));
            } catch (const shm::SegmentError&) {
                return false;
            }
            return shm::EngineView(segment->payload()).header().state.load() ==
                   shm::EngineState::ready;
        })) << engine.output();
        return std::move(segment.value());
    }

    /// Sends commands until the engine has sequenced so many. Those it makes itself count, too, so
    /// the last ones are sent one by one, and the witness looks no further: where what the others
    /// told ends, they know.
    void run_live(const shm::EngineHeader& header, Witness& witness) {
        constexpr std::uint64_t last_ones = 8000;
        test::LinkPeer gateway(instance_.name(), 1, 1);
        const auto applied = [&] { return header.applied_sequence.load(); };
        for (std::uint64_t before = 0; before < target_; before = applied()) {
            const bool is_one_of_last = before + last_ones >= target_;
            if (!is_one_of_last) witness.look(no_limit, no_limit);
            const shm::Command command = next_command(gateway.engine_epoch());
            ASSERT_TRUE(test::eventually([&] { return gateway.send(command); }));
            const auto deadline = std::chrono::steady_clock::now() + patience;
            while (is_one_of_last && applied() == before) {
                ASSERT_LT(std::chrono::steady_clock::now(), deadline);
                std::this_thread::yield();
            }
        }
    }

    [[nodiscard]] nlohmann::json replay(const std::string& programs) const {
        auto process =
            start(programs, "pinion-replay", {"--until", std::to_string(target_), "--json"});
        EXPECT_EQ(process.wait_for_exit(patience), 0) << process.output();
        return nlohmann::json::parse(process.output());
    }

    std::uint64_t target_ = commands_wanted(); ///< sequence of the command behind which all compare
    std::uint64_t seed_;
    RandomCommands commands_;
    pinion::test::TemporaryDirectory directory_;
    test::UniqueInstance instance_;
};

/// What comes of the journal up to a command, made again in this process.
Telling tell_again(const std::string& config_path, std::uint64_t until) {
    const config::VenueConfig venue = config::load(config_path);
    const config::EngineConfig& configured = venue.engine(1);
    shm::PosixStorage storage(configured.directory + "/journal");
    JournalSource journal(storage, 1, venue.instance);
    EngineOptions options = engine_options(venue, configured);
    options.engine_epoch = journal.segments().front().engine_epoch;
    MatchingEngine engine(options);
    Telling telling;
    History history(engine, {}, telling);
    shm::LogRecord record{};
    EXPECT_TRUE(journal.seek(1));
    while (history.point().sequence < until && journal.read(record))
        history.play({&record, 1}, journal.path());
    return telling;
}

TEST_F(LiveRun, agrees_with_replays_follower_and_another_compiler) {
    std::vector<std::string> programs = {PINION_BIN_DIR};
    const char* other_programs = std::getenv("PINION_OTHER_PROGRAMS");
    if (other_programs != nullptr) programs.emplace_back(other_programs);

    auto engine = start(programs.front(), "pinion-engine");
    const shm::Segment segment = segment_of(engine);
    const auto& header = shm::EngineView(segment.payload()).header();
    auto follower = start(programs.back(), "pinion-follow");
    Witness witness(instance_.name());
    run_live(header, witness);
    shm::EngineCheckpoint checkpoint{};
    ASSERT_TRUE(test::eventually([&] { return header.checkpoint.try_read(checkpoint, target_); }));
    ASSERT_TRUE(test::eventually([&] { return header.durable_sequence.load() >= target_; }));

    const Telling again = tell_again(config_path(), target_);
    EXPECT_EQ(again.feed_events.count, checkpoint.feed_sequence);
    ASSERT_TRUE(test::eventually([&] {
        witness.look(again.reports.count, again.feed_events.count);
        return witness.reports.count == again.reports.count &&
               witness.feed_events.count == again.feed_events.count;
    }));
    EXPECT_EQ(witness.reports, again.reports);
    EXPECT_EQ(witness.feed_events, again.feed_events);

    for (const std::string& each : programs) {
        const auto replayed = replay(each);
        EXPECT_EQ(replayed["last_sequence"], target_) << each;
        EXPECT_EQ(replayed["state_hash"], hexadecimal(checkpoint.state_hash)) << each;
        EXPECT_EQ(replayed["book_hash"], hexadecimal(checkpoint.book_hash)) << each;
        EXPECT_EQ(replayed["event_hash"], hexadecimal(again.events.chain)) << each;
    }

    // It saves nothing before it has found that checkpoint to be equal.
    const std::string saved = "saved the state after command " + std::to_string(target_);
    EXPECT_TRUE(test::eventually([&] {
        static_cast<void>(follower.wait_for_exit(std::chrono::milliseconds(10))); // reads
        return follower.output().find(saved) != std::string::npos;
    })) << follower.output();
    for (shm::ChildProcess* process : {&follower, &engine}) {
        process->signal(SIGTERM);
        EXPECT_EQ(process->wait_for_exit(patience), 0) << process->output();
    }
    std::cout << target_ << " commands, " << again.reports.count << " reports, "
              << again.feed_events.count << " feed events, " << programs.size()
              << " compilers: state " << hexadecimal(checkpoint.state_hash) << ", events "
              << hexadecimal(again.events.chain) << '\n';
}

} // namespace
} // namespace pinion::engine
