#include "config/names.h"
#include "config/sections.h"
#include "config/time_of_day.h"
#include "shm/messages/phase_names.h"

#include <algorithm>
#include <string>

namespace pinion::config {

namespace {

constexpr std::size_t name_max = 32;

std::int64_t read_time(TableReader& table, std::string_view key) {
    const std::string text = table.required_text(key);
    const auto time_ns = parse_time_of_day(text);
    if (!time_ns)
        table.refuse(key, "is \"" + text + "\"",
                     "write a time in UTC, \"HH:MM\" or \"HH:MM:SS\", or leave the key out");
    return *time_ns;
}

} // namespace

CalendarConfig read_calendar(TableReader table) {
    CalendarConfig calendar;
    calendar.name = table.required_text("name");
    require_name(table, "name", calendar.name, name_max, "._-");
    for (std::size_t code = 1; code < shm::trading_phases_end; ++code) {
        const auto phase = static_cast<shm::TradingPhase>(code);
        const auto word = shm::word_for(phase);
        if (!table.has(word)) continue;
        const auto time_ns = read_time(table, word);
        for (const auto& change : calendar.changes)
            if (change.time_ns == time_ns)
                table.refuse(word,
                             "begins when " + std::string(shm::word_for(change.phase)) + " does",
                             "give each phase a time of its own");
        calendar.changes.push_back({time_ns, phase});
    }
    if (calendar.changes.empty())
        table.refuse("name", "is " + calendar.name + ", a calendar without a phase",
                     "say when one begins, as in continuous = \"08:00\"");
    std::ranges::sort(calendar.changes, {}, &PhaseTime::time_ns);
    table.refuse_unknown_keys();
    return calendar;
}

} // namespace pinion::config
