#include "config/command_line.h"
#include "config/load.h"
#include "config/logging.h"
#include "engine/follower/followed_engine.h"
#include "engine/follower/follower.h"
#include "engine/follower/old_segments.h"
#include "engine/programs/configured_engine.h"
#include "engine/programs/directory_lock.h"
#include "shm/record_log/log_index.h"
#include "shm/storage/posix_storage.h"
#include "shm/sys/stop_signals.h"

#include <spdlog/spdlog.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>

namespace {

using namespace pinion;
using namespace std::chrono_literals;

engine::FollowerOptions follower_options(const config::VenueConfig& venue,
                                         const config::EngineConfig& engine) {
    return {.engine = engine::engine_options(venue, engine),
            .instance = venue.instance,
            .checkpoint_interval = engine.checkpoint_interval,
            .snapshot_interval = engine.snapshot_interval,
            .snapshot_interval_ns = engine.snapshot_interval_s * std::int64_t{1'000'000'000},
            .snapshots_max = engine.snapshots_max};
}

/// What is far behind a gateway and a saved state.
void remove_old_reports(const engine::FollowedEngine& followed, const engine::MatchingEngine& saved,
                        const config::VenueConfig& venue, const config::EngineConfig& engine) {
    for (const auto& gateway : followed.gateways()) {
        const auto handled = followed.last_handled(gateway, saved);
        if (handled <= engine.output_log_reports_kept) continue;
        shm::PosixStorage log(engine.directory + "/output." + std::to_string(gateway.id));
        shm::LogIndex index(log, {shm::LogKind::output, engine.id, gateway.id, venue.instance});
        if (const auto problem = index.load(); !problem.empty()) {
            spdlog::warn("{}", problem);
            continue;
        }
        const auto removed = engine::remove_old_segments(log, index.segments(),
                                                         handled - engine.output_log_reports_kept);
        if (removed != 0)
            spdlog::info("removed {} files of the output log of gateway {}", removed, gateway.id);
    }
}

/// One line for what is new.
void tell(const engine::Follower& follower, engine::Follower::Counts& told) {
    const auto& counts = follower.counts();
    if (counts.snapshots != told.snapshots)
        spdlog::info("saved the state after command {}", follower.snapshot_sequence());
    if (counts.snapshot_failures != told.snapshot_failures)
        spdlog::warn("could not save the state: {}", follower.snapshot_problem());
    if (counts.segments_removed != told.segments_removed)
        spdlog::info("removed {} files of the journal that no snapshot needs",
                     counts.segments_removed - told.segments_removed);
    told = counts;
}

/// `on_saved` is called when the follower's state was saved.
void follow(engine::Follower& follower, engine::FollowedEngine& engine,
            const shm::StopSignals& signals, const std::function<void()>& on_saved) {
    const auto are_durable = [&](const engine::MatchingEngine& state) {
        return engine.has_durable_reports(state);
    };
    engine::Follower::Counts told;
    auto next_look = std::chrono::steady_clock::now();
    auto pause = 0ms;
    while (!signals.came_within(pause)) {
        if (const auto now = std::chrono::steady_clock::now(); now >= next_look) {
            if (engine.look()) {
                follower.meet(*engine.view());
                spdlog::info("following an engine from command {} on", follower.sequence() + 1);
            }
            next_look = now + 100ms;
        }
        const bool is_busy =
            engine.view() != nullptr && follower.follow(*engine.view(), are_durable);
        if (follower.counts().snapshots != told.snapshots) on_saved();
        tell(follower, told);
        pause = is_busy ? 0ms : 1ms;
    }
    spdlog::info("stopping after command {}, {} of them read from the journal; {} checkpoints were "
                 "equal",
                 follower.sequence(), told.commands_from_journal, told.checkpoints_equal);
}

int run(const std::string& config_path, std::optional<std::uint16_t> engine_id) {
    const shm::StopSignals signals;
    const config::VenueConfig venue = config::load(config_path);
    const config::EngineConfig& engine = engine::chosen_engine(venue, engine_id);
    if (engine.durability == shm::Durability::none)
        throw std::runtime_error("engine " + std::to_string(engine.id) +
                                 " has durability \"none\": it keeps no journal to follow");
    config::start_logging(venue.log, "follower." + std::to_string(engine.id));

    shm::PosixStorage directory(engine.directory);
    const engine::DirectoryLock lock(directory, "follower");
    shm::PosixStorage journal(engine.directory + "/journal");
    shm::PosixStorage snapshots(engine.directory + "/snapshots");
    engine::Follower follower(follower_options(venue, engine), journal, snapshots);
    for (const auto& line : follower.story()) spdlog::info("{}", line);
    engine::FollowedEngine followed(venue.instance, engine.id,
                                    engine::peers_of<engine::FollowedGateway>(venue, engine.id));
    follow(follower, followed, signals, [&] {
        if (engine.output_log_reports_kept != 0)
            remove_old_reports(followed, follower.engine(), venue, engine);
    });
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv) {
    config::Program program("pinion-follow",
                            "Does again what an engine does, checks it, and saves its state");
    program.add_config_option();
    std::optional<std::uint16_t> engine_id;
    program.options().add_option("--engine", engine_id, "Id of the engine to follow");
    return program.run(argc, argv, [&] { return run(program.config_path(), engine_id); });
}
