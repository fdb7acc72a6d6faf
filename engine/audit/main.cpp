#include "config/command_line.h"
#include "config/load.h"
#include "engine/audit/audit_sink.h"
#include "engine/audit/telling.h"
#include "engine/audit/verify.h"
#include "engine/programs/configured_engine.h"
#include "engine/programs/existing_directory.h"
#include "engine/programs/hexadecimal.h"
#include "shm/messages/venue_id.h"
#include "shm/sys/stop_signals.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>

namespace {

using namespace pinion;

const char* word_of(shm::LogEnd end) { return end == shm::LogEnd::torn ? "torn" : "clean"; }

void print(const engine::JournalCoverage& found, bool as_json) {
    if (as_json) {
        std::cout << nlohmann::ordered_json{{"segments", found.segments},
                                            {"first_sequence", found.first_sequence},
                                            {"last_sequence", found.last_sequence},
                                            {"first_time_ns", found.first_time_ns},
                                            {"last_time_ns", found.last_time_ns},
                                            {"chain_before",
                                             engine::hexadecimal(found.chain_before)},
                                            {"chain", engine::hexadecimal(found.chain)},
                                            {"end", word_of(found.end)}}
                  << "\n";
        return;
    }
    std::cout << "commands      " << found.first_sequence << " to " << found.last_sequence
              << "\nsegments      " << found.segments << "\ntimes (ns)    " << found.first_time_ns
              << " to " << found.last_time_ns << "\nchain before  "
              << engine::hexadecimal(found.chain_before) << "\nchain         "
              << engine::hexadecimal(found.chain) << "\nend           " << word_of(found.end)
              << "\n";
}

/// The order that FIX calls so.
engine::OneOrder order_of(const config::VenueConfig& venue, std::uint16_t engine,
                          const std::string& id, const std::string& session) {
    if (session.empty()) {
        const auto number = shm::parse_order_id(id, engine);
        if (number == shm::foreign_order_id)
            throw std::runtime_error(id + " is no OrderID of engine " + std::to_string(engine) +
                                     "; a ClOrdID needs --session");
        return {number, {}, 0};
    }
    for (std::size_t i = 0; i < venue.sessions.size(); ++i)
        if (venue.sessions[i].comp_id == session) return {0, id, static_cast<std::uint32_t>(i)};
    throw std::runtime_error(venue.source + " has no session " + session);
}

void print_line(const std::string& line) {
    std::cout << line << '\n';
    if (!std::cout) throw std::runtime_error("cannot write to standard output");
}

} // namespace

int main(int argc, char** argv) {
    config::Program program("pinion-audit", "Says what happened, from an engine's journal");
    program.add_config_option();
    std::optional<std::uint16_t> engine_id;
    std::string id;
    std::string session;
    bool as_json = false;
    bool follow = false;
    auto& options = program.options();
    options.add_option("--engine", engine_id, "Id of the engine");
    options.add_flag("--follow", follow, "Go on while the engine writes, until INT or TERM");
    options.fallthrough(); // inherited by commands that are added from here on
    auto& verify = *options.add_subcommand(
        "verify", "Checks every record and the chain, and prints what they cover");
    verify.add_flag("--json", as_json, "One JSON object");
    auto& order = *options.add_subcommand("order", "Prints only what names one order");
    order.add_option("ID", id, "OrderID, or with --session a ClOrdID")->required();
    order.add_option("--session", session, "SenderCompID of the client that gave the ClOrdID");
    options.require_subcommand(0, 1);
    options.footer("Without a command, prints all commands and events, a line of JSON each.");
    return program.run(argc, argv, [&] {
        const config::VenueConfig venue = config::load(program.config_path());
        const auto& engine = engine::chosen_engine(venue, engine_id);
        auto journal = engine::existing_directory(engine.directory + "/journal");
        if (verify.parsed()) {
            print(engine::verify_journal(journal, engine.id, venue.instance), as_json);
            return EXIT_SUCCESS;
        }
        std::optional<shm::StopSignals> signals; // without them INT and TERM end it at once
        if (follow) signals.emplace();
        const auto engine_options = engine::engine_options(venue, engine);
        auto snapshots = engine::existing_directory(engine.directory + "/snapshots");
        const auto tell = [&](engine::HistorySink& sink) {
            engine::tell_history(engine_options, venue.instance, journal, snapshots, sink, [&] {
                std::cout.flush();
                return follow && !signals->came_within(std::chrono::milliseconds(50));
            });
        };
        if (order.parsed()) {
            engine::AuditSink sink(engine_options, order_of(venue, engine.id, id, session),
                                   print_line);
            tell(sink);
        } else {
            engine::AuditSink sink(engine_options, engine::EveryMessage{}, print_line);
            tell(sink);
        }
        return EXIT_SUCCESS;
    });
}
