#include "config/command_line.h"
#include "config/load.h"
#include "engine/programs/configured_engine.h"
#include "engine/programs/existing_directory.h"
#include "engine/programs/hexadecimal.h"
#include "engine/replay/replay.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

namespace {

using namespace pinion;

void print(const engine::ReplayResult& result, bool as_json) {
    if (as_json) {
        std::cout << nlohmann::ordered_json{{"first_sequence", result.first_sequence},
                                            {"last_sequence", result.last_sequence},
                                            {"state_hash", engine::hexadecimal(result.state_hash)},
                                            {"book_hash", engine::hexadecimal(result.book_hash)},
                                            {"event_hash", engine::hexadecimal(result.event_hash)},
                                            {"seconds", result.seconds},
                                            {"million_per_second", result.million_per_second}}
                  << "\n";
        return;
    }
    std::printf("commands    %llu to %llu\nstate hash  %s\nbook hash   %s\nevent hash  %s\n"
                "rate        %.2f million/s (%.3f s)\n",
                static_cast<unsigned long long>(result.first_sequence),
                static_cast<unsigned long long>(result.last_sequence),
                engine::hexadecimal(result.state_hash).c_str(),
                engine::hexadecimal(result.book_hash).c_str(),
                engine::hexadecimal(result.event_hash).c_str(), result.million_per_second,
                result.seconds);
}

} // namespace

int main(int argc, char** argv) {
    config::Program program("pinion-replay", "Makes an engine's history again from its journal");
    program.add_config_option();
    std::optional<std::uint16_t> engine_id;
    engine::ReplayOptions options;
    bool as_json = false;
    program.options().add_option("--engine", engine_id, "Id of the engine");
    program.options().add_option("--until", options.until, "Sequence of the last command");
    program.options().add_flag("--snapshot", options.from_snapshot,
                               "Begin with the newest snapshot, and not with the first command");
    program.options().add_flag("--json", as_json, "One JSON object");
    return program.run(argc, argv, [&] {
        const config::VenueConfig venue = config::load(program.config_path());
        const auto& engine = engine::chosen_engine(venue, engine_id);
        options.engine = engine::engine_options(venue, engine);
        options.instance = venue.instance;
        auto journal = engine::existing_directory(engine.directory + "/journal");
        auto snapshots = engine::existing_directory(engine.directory + "/snapshots");
        print(engine::replay(options, journal, snapshots), as_json);
        return EXIT_SUCCESS;
    });
}
