#include "config/command_line.h"
#include "config/core_plan.h"
#include "config/load.h"
#include "config/logging.h"
#include "engine/host/engine_host.h"
#include "engine/programs/configured_engine.h"
#include "shm/sys/affinity.h"
#include "shm/sys/stop_signals.h"

#include <spdlog/spdlog.h>

#include <cstdlib>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace pinion;

engine::HostOptions host_options(const config::VenueConfig& venue,
                                 const config::EngineConfig& engine) {
    const config::CorePlan cores = config::plan_cores(venue, shm::usable_cores());
    engine::HostOptions options;
    options.instance = venue.instance;
    options.engine = engine::engine_options(venue, engine);
    options.gateways = engine::peers_of<engine::GatewayPeer>(venue, engine.id);
    options.durability = engine.durability;
    options.directory = engine.directory;
    options.journal_segment_bytes = engine.journal_segment_bytes;
    options.output_log_segment_bytes = engine.output_log_segment_bytes;
    options.snapshots_max = engine.snapshots_max;
    options.venue_hash = venue.venue_hash(engine.id);
    options.command_slots = engine.command_slots;
    options.report_slots = engine.report_slots;
    options.log_slots = engine.log_slots;
    options.book_event_slots = engine.book_event_slots;
    options.feed_slots = engine.feed_slots;
    options.checkpoint_interval = engine.checkpoint_interval;
    options.group = venue.segments.group;
    options.mode = venue.segments.mode;
    options.matcher = cores.matcher(engine.id);
    options.publisher = cores.publisher(engine.id);
    if (engine.durability != shm::Durability::none) {
        options.journal = cores.journal(engine.id);
        options.output_log = cores.output_log(engine.id);
    }
    return options;
}

/// A thread that failed leaves a state that nobody knows. The process ends as if it had been
/// killed: the segments stay, and the next start recovers from them.
void run_until_stopped(engine::EngineHost& host, const shm::StopSignals& signals) {
    try {
        while (!signals.came_within(host.tend())) {
        }
        spdlog::info("stopping");
        host.stop();
    } catch (const std::exception& error) {
        spdlog::critical("failed: {}", error.what());
        spdlog::shutdown();
        std::_Exit(EXIT_FAILURE);
    }
}

int run(const std::string& config_path, std::optional<std::uint16_t> engine_id) {
    const shm::StopSignals signals;
    const config::VenueConfig venue = config::load(config_path);
    const config::EngineConfig& engine = engine::chosen_engine(venue, engine_id);
    config::start_logging(venue.log, "engine." + std::to_string(engine.id));

    const engine::HostOptions options = host_options(venue, engine);
    engine::EngineHost host(options);
    host.start();
    spdlog::info("engine {} of venue {} is ready: epoch {}, {} instruments, {} gateways", engine.id,
                 venue.instance, host.engine_epoch(), options.engine.instruments.size(),
                 venue.gateways_of(engine.id).size());
    run_until_stopped(host, signals);
    spdlog::info("engine {} has stopped", engine.id);
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv) {
    config::Program program("pinion-engine", "Matches orders: runs one engine of the venue");
    program.add_config_option();
    std::optional<std::uint16_t> engine_id;
    program.options().add_option("--engine", engine_id, "Id of the engine to run");
    return program.run(argc, argv, [&] { return run(program.config_path(), engine_id); });
}
