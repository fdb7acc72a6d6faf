#include "config/command_line.h"
#include "config/load.h"
#include "engine/audit/verify.h"
#include "engine/programs/configured_engine.h"
#include "shm/storage/posix_storage.h"

#include <nlohmann/json.hpp>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <string>

namespace {

using namespace pinion;

std::string hexadecimal(std::uint64_t number) {
    char text[20];
    std::snprintf(text, sizeof(text), "%016llx", static_cast<unsigned long long>(number));
    return text;
}

const char* word_of(shm::LogEnd end) { return end == shm::LogEnd::torn ? "torn" : "clean"; }

void print(const engine::JournalCoverage& found, bool as_json) {
    if (as_json) {
        std::cout << nlohmann::ordered_json{{"segments", found.segments},
                                            {"first_sequence", found.first_sequence},
                                            {"last_sequence", found.last_sequence},
                                            {"first_time_ns", found.first_time_ns},
                                            {"last_time_ns", found.last_time_ns},
                                            {"chain_before", hexadecimal(found.chain_before)},
                                            {"chain", hexadecimal(found.chain)},
                                            {"end", word_of(found.end)}}
                  << "\n";
        return;
    }
    std::cout << "commands      " << found.first_sequence << " to " << found.last_sequence
              << "\nsegments      " << found.segments << "\ntimes (ns)    " << found.first_time_ns
              << " to " << found.last_time_ns << "\nchain before  "
              << hexadecimal(found.chain_before) << "\nchain         " << hexadecimal(found.chain)
              << "\nend           " << word_of(found.end) << "\n";
}

} // namespace

int main(int argc, char** argv) {
    config::Program program("pinion-audit", "Checks an engine's journal from end to end");
    program.add_config_option();
    std::optional<std::uint16_t> engine_id;
    bool as_json = false;
    program.options().add_option("--engine", engine_id, "Id of the engine");
    auto& verify = *program.options().add_subcommand(
        "verify", "Checks every record and the chain, and prints what they cover");
    verify.add_flag("--json", as_json, "One JSON object");
    program.options().require_subcommand(1);
    program.options().fallthrough();
    return program.run(argc, argv, [&] {
        const config::VenueConfig venue = config::load(program.config_path());
        const auto& engine = venue.engine(engine_id ? *engine_id : engine::only_engine(venue));
        shm::PosixStorage journal(engine.directory + "/journal");
        print(engine::verify_journal(journal, engine.id, venue.instance), as_json);
        return EXIT_SUCCESS;
    });
}
