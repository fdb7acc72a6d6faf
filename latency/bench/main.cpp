#include "latency/bench/book/stream_play.h"
#include "latency/bench/groups.h"
#include "latency/bench/host.h"
#include "latency/bench/measure.h"
#include "latency/bench/report.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <exception>
#include <iostream>
#include <memory>
#include <set>
#include <string>
#include <vector>

using namespace pinion::latency;

namespace {

struct Options {
    std::vector<std::string> names; ///< of groups or rows; empty: all
    std::size_t pairs = pairs_min;
    bool json = false;
    bool list = false;
    std::string stream; ///< a file; empty: none
};

std::set<std::string> all_names(const std::vector<Row>& rows) {
    std::set<std::string> names;
    for (const Row& row : rows) names.insert({row.group, row.name});
    return names;
}

bool is_wanted(const Row& row, const std::vector<std::string>& names) {
    const auto is_its_name = [&](const auto& name) {
        return name == row.group || name == row.name;
    };
    return names.empty() || std::any_of(names.begin(), names.end(), is_its_name);
}

void list_rows(const std::vector<Row>& rows, const std::vector<std::string>& names) {
    for (const Row& row : rows)
        if (is_wanted(row, names))
            std::cout << row.group << '\t' << row.name << '\t' << to_string(row.unit) << '\t'
                      << (row.floor_name.empty() ? "-" : row.floor_name) << '\t' << row.what
                      << '\n';
}

/// Measures and tells one row; false if something broke.
bool run_row(const Row& row, std::size_t pairs, Report& report) {
    try {
        report.result(row, measure(row, pairs, measurement_cores()));
    } catch (const RowSkipped& skipped) {
        report.skipped(row, skipped.reason);
    } catch (const std::exception& error) {
        std::cerr << "pinion-bench: " << row.name << " broke: " << error.what() << std::endl;
        return false;
    }
    return true;
}

bool run_rows(const std::vector<Row>& rows, const Options& options) {
    std::unique_ptr<Report> report;
    if (options.json)
        report = std::make_unique<JsonReport>(std::cout);
    else
        report = std::make_unique<TableReport>(std::cout);
    report->host(describe_host());
    bool all_ran = true;
    for (const Row& row : rows)
        if (is_wanted(row, options.names)) all_ran &= run_row(row, options.pairs, *report);
    return all_ran;
}

bool play_stream(const std::string& file) {
    try {
        play_stream_file(file, std::cout);
    } catch (const std::exception& error) {
        std::cerr << "pinion-bench: " << error.what() << std::endl;
        return false;
    }
    return true;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<Row> rows = all_rows();
    Options options;
    CLI::App app{"Measures Pinion, each figure beside its floor", "pinion-bench"};
    app.set_version_flag("--version", "pinion-bench " PINION_VERSION);
    app.add_option("NAME", options.names, "Groups or rows to run; all if none is named")
        ->check(CLI::IsMember(all_names(rows)));
    app.add_option("--pairs", options.pairs, "Pairs of value and floor per row")
        ->check(CLI::Range(pairs_min, std::size_t{1001}))
        ->capture_default_str();
    app.add_flag("--json", options.json, "Print JSON lines instead of a table");
    app.add_flag("--list", options.list, "List the rows and run nothing");
    app.add_option("--stream", options.stream, "Play a file of book operations instead of rows")
        ->excludes("NAME");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (!options.stream.empty()) return play_stream(options.stream) ? 0 : 1;
    if (options.list) {
        list_rows(rows, options.names);
        return 0;
    }
    return run_rows(rows, options) ? 0 : 1;
}
