#include "latency/bench/report.h"

#include <cstdio>

namespace pinion::latency {

namespace {

template <class... Arguments>
std::string format(const char* pattern, Arguments... arguments) {
    char line[256];
    std::snprintf(line, sizeof(line), pattern, arguments...);
    return line;
}

std::string figure(const std::optional<double>& number) {
    return number ? format("%.2f", *number) : "-";
}

} // namespace

void TableReport::host(const Host& host) {
    out_ << host.processor << ", " << host.cores << " cores, " << host.kernel << ", "
         << host.compiler << ", commit " << host.commit << "\n\n"
         << format("%-7s %-18s %10s %-9s %10s %-20s %6s %-8s %6s\n", "group", "row", "value",
                   "unit", "floor", "of", "ratio", "goal", "spread")
         << std::flush;
}

void TableReport::result(const Row& row, const RowResult& result) {
    out_ << format("%-7s %-18s %10.2f %-9s %10s %-20s %6s %-8s %5.1f%%", row.group.c_str(),
                   row.name.c_str(), result.value, to_string(row.unit).data(),
                   figure(result.floor).c_str(), row.floor_name.c_str(),
                   figure(result.ratio).c_str(), row.goal.c_str(), 100 * result.spread)
         << std::endl;
}

void TableReport::skipped(const Row& row, const std::string& reason) {
    out_ << format("%-7s %-18s skipped: ", row.group.c_str(), row.name.c_str()) << reason
         << std::endl;
}

} // namespace pinion::latency
