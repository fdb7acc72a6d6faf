#include "engine/audit/difference.h"
#include "engine/programs/audit/commands.h"
#include "engine/programs/audit/result.h"

#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace pinion::engine::audit {

namespace {

void add_difference(Result& result, const Difference& difference) {
    const auto parsed = [](const std::string& line) {
        return line.empty() ? Result() : Result::parse(line);
    };
    result["sequence"] = difference.place.sequence;
    result["index"] = difference.place.index;
    result["command"] = parsed(difference.commands[0]);
    result["other_command"] = parsed(difference.commands[1]);
    result["line"] = parsed(difference.lines[0]);
    result["other_line"] = parsed(difference.lines[1]);
}

} // namespace

int compare(const History& history, const Place& place, const Arguments& arguments) {
    std::optional<History> other;
    const bool is_directory = std::filesystem::is_directory(arguments.other);
    if (!is_directory) other.emplace(arguments.other, arguments.engine);
    const auto& other_history = other ? *other : history;
    const Place other_place(other_history,
                            is_directory ? arguments.other : other_history.engine.directory);
    Progress progress(std::cerr, shows_progress());
    const auto found = compare_histories(place.sources, other_place.sources,
                                         [&](std::uint64_t sequence) { progress.count(sequence); });
    progress.wipe();
    Result result{{"equal", !found.difference},
                  {"first_sequence", found.first_sequence},
                  {"last_equal_sequence", found.last_sequence}};
    if (found.difference) add_difference(result, *found.difference);
    add_rate(result, progress);
    print(result, arguments.json);
    return found.difference ? EXIT_FAILURE : EXIT_SUCCESS;
}

} // namespace pinion::engine::audit
