#include "config/command_line.h"
#include "config/load.h"
#include "engine/audit/audit_files.h"
#include "engine/audit/audit_sink.h"
#include "engine/audit/difference.h"
#include "engine/audit/order_life.h"
#include "engine/audit/progress.h"
#include "engine/audit/telling.h"
#include "engine/audit/verify.h"
#include "engine/programs/configured_engine.h"
#include "engine/programs/directory_lock.h"
#include "engine/programs/existing_directory.h"
#include "engine/programs/hexadecimal.h"
#include "engine/recovery/recovery_error.h"
#include "shm/messages/venue_id.h"
#include "shm/sys/stop_signals.h"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <iomanip>
#include <iostream>
#include <optional>
#include <stdexcept>
#include <string>

namespace {

using namespace pinion;
using Json = nlohmann::ordered_json;

struct Arguments {
    std::optional<std::uint16_t> engine;
    bool follow = false;
    bool json = false;
    std::string output;
    std::uint64_t file_bytes = 256 << 20;
    std::string id;
    std::string session;
    std::string other;
};

/// An engine's history, as a config describes it.
class History {
  public:
    History(const std::string& config_path, std::optional<std::uint16_t> id)
        : venue(config::load(config_path)), engine(engine::chosen_engine(venue, id)),
          options(engine::engine_options(venue, engine)) {}

    const config::VenueConfig venue;
    const config::EngineConfig& engine;
    const engine::EngineOptions options;
};

/// Where it is.
class Place {
  public:
    Place(const History& history, const std::string& directory)
        : journal(engine::existing_directory(directory + "/journal")),
          snapshots(engine::existing_directory(directory + "/snapshots")),
          sources{history.options, history.venue.instance, journal, snapshots} {}

    shm::PosixStorage journal;
    shm::PosixStorage snapshots;
    const engine::HistorySources sources;
};

/// An object, for a program or for a person.
void print(const Json& result, bool as_json) {
    if (as_json) {
        std::cout << result << '\n';
        return;
    }
    for (const auto& [name, value] : result.items())
        std::cout << std::left << std::setw(20) << name
                  << (value.is_string() ? value.get<std::string>() : value.dump()) << '\n';
}

void add_rate(Json& result, const engine::Progress& progress) {
    const auto seconds = progress.seconds();
    result["seconds"] = seconds;
    result["million_per_second"] = static_cast<double>(progress.commands()) / 1e6 / seconds;
}

bool shows_progress() { return ::isatty(STDERR_FILENO) != 0; }

int verify(const History& history, const Arguments& arguments) {
    auto journal = engine::existing_directory(history.engine.directory + "/journal");
    engine::Progress progress(std::cerr, shows_progress());
    const auto found =
        engine::verify_journal(journal, history.engine.id, history.venue.instance,
                               [&](std::uint64_t sequence) { progress.count(sequence); });
    progress.wipe();
    Json result{{"segments", found.segments},
                {"first_sequence", found.first_sequence},
                {"last_sequence", found.last_sequence},
                {"first_time_ns", found.first_time_ns},
                {"last_time_ns", found.last_time_ns},
                {"chain_before", engine::hexadecimal(found.chain_before)},
                {"chain", engine::hexadecimal(found.chain)},
                {"end", found.end == shm::LogEnd::torn ? "torn" : "clean"}};
    add_rate(result, progress);
    print(result, arguments.json);
    return EXIT_SUCCESS;
}

/// Tells all there is, and while it is followed goes on until INT or TERM. Whether it came to the
/// history's end.
bool tell(engine::Telling& telling, engine::Progress& progress, bool follow,
          const shm::StopSignals& signals, const std::function<void()>& end_command,
          const std::function<void()>& at_end) {
    constexpr std::uint64_t commands_between_looks = 1024;
    do {
        while (telling.next()) {
            end_command();
            progress.count(telling.sequence());
            if (progress.commands() % commands_between_looks == 0 &&
                signals.came_within(std::chrono::milliseconds(0)))
                return false;
        }
        at_end();
    } while (follow ? !signals.came_within(std::chrono::milliseconds(50)) : !telling.is_at_end());
    return true;
}

void print_line(engine::LinePlace, const std::string& line) {
    std::cout << line << '\n';
    if (!std::cout) throw std::runtime_error("cannot write to standard output");
}

void flush() {
    if (!std::cout.flush()) throw std::runtime_error("cannot write to standard output");
}

int print_history(const History& history, const Place& place, const Arguments& arguments) {
    const shm::StopSignals signals;
    engine::AuditSink sink(history.options, {}, print_line);
    engine::Telling telling(place.sources, 1, sink);
    engine::Progress progress(std::cerr, shows_progress() && ::isatty(STDOUT_FILENO) == 0);
    tell(
        telling, progress, arguments.follow, signals, [&] { sink.end_command(); }, flush);
    return EXIT_SUCCESS;
}

/// The order that FIX calls so.
engine::OrderName order_name(const History& history, const Arguments& arguments) {
    const auto& venue = history.venue;
    if (arguments.session.empty()) {
        const auto number = shm::parse_order_id(arguments.id, history.engine.id);
        if (number == shm::foreign_order_id)
            throw std::runtime_error(arguments.id + " is no OrderID of engine " +
                                     std::to_string(history.engine.id) +
                                     "; a ClOrdID needs --session");
        return {number, {}, 0};
    }
    for (std::uint32_t i = 0; i < venue.sessions.size(); ++i)
        if (venue.sessions[i].comp_id == arguments.session) return {0, arguments.id, i};
    throw std::runtime_error(venue.source + " has no session " + arguments.session);
}

int print_order(const History& history, const Place& place, const Arguments& arguments) {
    const shm::StopSignals signals;
    const auto name = order_name(history, arguments);
    engine::Progress progress(std::cerr, shows_progress());
    engine::OrderSearch search(name);
    if (name.order_id == 0) {
        engine::Telling telling(place.sources, 1, search);
        if (!tell(
                telling, progress, false, signals, [] {}, [] {}))
            return EXIT_SUCCESS;
    }
    engine::OrderLife life(history.options, name, search.found(), print_line);
    engine::Telling telling(place.sources, 1, life);
    tell(
        telling, progress, arguments.follow, signals, [] {}, flush);
    return EXIT_SUCCESS;
}

int write_files(const History& history, const Place& place, const Arguments& arguments) {
    const shm::StopSignals signals;
    shm::PosixStorage directory(arguments.output);
    const engine::DirectoryLock lock(directory, "audit");
    engine::AuditFiles files(directory, arguments.file_bytes);
    std::uint64_t lines = 0;
    engine::AuditSink sink(history.options, files.from(),
                           [&](engine::LinePlace line_place, const std::string& line) {
                               files.write(line_place, line);
                               ++lines;
                           });
    engine::Telling telling(place.sources, files.from().sequence, sink);
    const auto first = telling.sequence() + 1;
    files.begin(first);
    engine::Progress progress(std::cerr, shows_progress());
    try {
        tell(
            telling, progress, arguments.follow, signals, [&] { sink.end_command(); },
            [&] { files.flush(); });
    } catch (const engine::RecoveryError&) {
        files.close(); // what was told is true
        throw;
    }
    files.close();
    progress.wipe();
    Json result{{"first_sequence", first}, {"last_sequence", telling.sequence()}, {"lines", lines}};
    add_rate(result, progress);
    print(result, arguments.json);
    return EXIT_SUCCESS;
}

int compare(const History& history, const Place& place, const Arguments& arguments) {
    std::optional<History> other;
    const bool is_directory = std::filesystem::is_directory(arguments.other);
    if (!is_directory) other.emplace(arguments.other, arguments.engine);
    const auto& other_history = other ? *other : history;
    const Place other_place(other_history,
                            is_directory ? arguments.other : other_history.engine.directory);
    engine::Progress progress(std::cerr, shows_progress());
    const auto found =
        engine::compare_histories(place.sources, other_place.sources,
                                  [&](std::uint64_t sequence) { progress.count(sequence); });
    progress.wipe();
    Json result{{"equal", !found.difference},
                {"first_sequence", found.first_sequence},
                {"last_equal_sequence", found.last_sequence}};
    if (const auto& difference = found.difference) {
        const auto parsed = [](const std::string& line) {
            return line.empty() ? Json() : Json::parse(line);
        };
        result["sequence"] = difference->place.sequence;
        result["index"] = difference->place.index;
        result["command"] = parsed(difference->commands[0]);
        result["other_command"] = parsed(difference->commands[1]);
        result["line"] = parsed(difference->lines[0]);
        result["other_line"] = parsed(difference->lines[1]);
    }
    add_rate(result, progress);
    print(result, arguments.json);
    return found.difference ? EXIT_FAILURE : EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv) {
    config::Program program("pinion-audit", "Says what happened, from an engine's journal");
    program.add_config_option();
    Arguments arguments;
    auto& options = program.options();
    options.add_option("--engine", arguments.engine, "Id of the engine");
    options.add_flag("--follow", arguments.follow,
                     "Go on while the engine writes, until INT or TERM");
    auto& output = *options.add_option(
        "--output", arguments.output, "Directory for files of lines; goes on where the last ended");
    options
        .add_option("--file-bytes", arguments.file_bytes,
                    "Size at which a file is full, and compressed")
        ->capture_default_str()
        ->check(CLI::PositiveNumber)
        ->needs(&output);
    options.add_flag("--json", arguments.json, "What is told in the end as one JSON object");
    options.fallthrough(); // inherited by commands that are added from here on
    auto& verify_command = *options.add_subcommand(
        "verify", "Checks every record and the chain, and prints what they cover");
    auto& order = *options.add_subcommand("order", "Prints only what concerns one order");
    order.add_option("ID", arguments.id, "OrderID, or with --session a ClOrdID")->required();
    order.add_option("--session", arguments.session,
                     "SenderCompID of the client that gave the ClOrdID");
    auto& diff = *options.add_subcommand(
        "diff", "Finds the first command or event in which two histories differ");
    diff.add_option("OTHER", arguments.other,
                    "The other engine's directory, or its config if that is another")
        ->required();
    options.require_subcommand(0, 1);
    options.footer("Without a command, prints all commands and events, a line of JSON each.");
    return program.run(argc, argv, [&] {
        const History history(program.config_path(), arguments.engine);
        if (verify_command.parsed()) return verify(history, arguments);
        const Place place(history, history.engine.directory);
        if (order.parsed()) return print_order(history, place, arguments);
        if (diff.parsed()) return compare(history, place, arguments);
        if (!arguments.output.empty()) return write_files(history, place, arguments);
        return print_history(history, place, arguments);
    });
}
