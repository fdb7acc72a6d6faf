#include "latency/bench/groups.h"
#include "latency/bench/host.h"
#include "latency/bench/measure.h"
#include "latency/bench/report.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <exception>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

using namespace pinion::latency;

namespace {

struct Options {
    std::vector<std::string> groups; ///< empty: all
    std::size_t pairs = pairs_min;
    bool json = false;
    bool list = false;
};

std::vector<std::string> group_names(const std::vector<Row>& rows) {
    std::vector<std::string> names;
    for (const Row& row : rows)
        if (std::find(names.begin(), names.end(), row.group) == names.end())
            names.push_back(row.group);
    return names;
}

bool is_wanted(const Row& row, const std::vector<std::string>& groups) {
    return groups.empty() || std::find(groups.begin(), groups.end(), row.group) != groups.end();
}

void list_rows(const std::vector<Row>& rows, const std::vector<std::string>& groups) {
    for (const Row& row : rows)
        if (is_wanted(row, groups))
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
        if (is_wanted(row, options.groups)) all_ran &= run_row(row, options.pairs, *report);
    return all_ran;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<Row> rows = all_rows();
    Options options;
    CLI::App app{"Measures Pinion, each figure beside its floor", "pinion-bench"};
    app.set_version_flag("--version", "pinion-bench " PINION_VERSION);
    app.add_option("GROUP", options.groups, "Groups to run; all if none is named")
        ->check(CLI::IsMember(group_names(rows)));
    app.add_option("--pairs", options.pairs, "Pairs of value and floor per row")
        ->check(CLI::Range(pairs_min, std::size_t{1001}))
        ->capture_default_str();
    app.add_flag("--json", options.json, "Print JSON lines instead of a table");
    app.add_flag("--list", options.list, "List the rows and run nothing");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    }
    if (options.list) {
        list_rows(rows, options.groups);
        return 0;
    }
    return run_rows(rows, options) ? 0 : 1;
}
