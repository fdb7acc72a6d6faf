#include "config/names.h"
#include "config/sections.h"
#include "config/time_of_day.h"
#include "config/words.h"
#include "shm/messages/phase_names.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace pinion::config {

namespace {

constexpr std::size_t name_max = 32;

std::int64_t read_time(const TableReader& table, std::string_view key, const std::string& text) {
    const auto time_ns = parse_time_of_day(text);
    if (!time_ns)
        table.refuse(key, "is \"" + text + "\"",
                     "write a time in UTC, \"HH:MM\" or \"HH:MM:SS\", or leave the key out");
    return *time_ns;
}

std::uint8_t read_days(TableReader& table) {
    const bool is_there = table.has("days");
    unsigned days = 0;
    for (const std::string& text : table.texts("days")) {
        const auto day =
            std::ranges::find(weekdays, text, &std::pair<std::string_view, std::uint8_t>::first);
        if (day == weekdays.end())
            table.refuse(
                "days", "has \"" + text + "\"",
                "write days of the week, as in [\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]");
        days |= day->second;
    }
    if (!is_there) return CalendarConfig{}.days;
    if (days == 0) table.refuse("days", "has none", "name one, or leave the key out for every day");
    return static_cast<std::uint8_t>(days);
}

void add_change(const TableReader& table, CalendarConfig& calendar, PhaseTime added) {
    for (const auto& change : calendar.changes)
        if (change.time_ns == added.time_ns)
            table.refuse(shm::word_for(added.phase),
                         "begins when " + std::string(shm::word_for(change.phase)) + " does",
                         "give each phase a time of its own");
    calendar.changes.push_back(added);
}

} // namespace

CalendarConfig read_calendar(TableReader table) {
    CalendarConfig calendar;
    calendar.name = table.required_text("name");
    require_name(table, "name", calendar.name, name_max, "._-");
    calendar.days = read_days(table);
    for (std::size_t code = 1; code < shm::trading_phases_end; ++code) {
        const auto phase = static_cast<shm::TradingPhase>(code);
        const auto word = shm::word_for(phase);
        for (const std::string& text : table.text_or_texts(word))
            add_change(table, calendar, {read_time(table, word, text), phase});
    }
    if (calendar.changes.empty())
        table.refuse("name", "is " + calendar.name + ", a calendar without a phase",
                     "say when one begins, as in continuous = \"08:00\"");
    std::ranges::sort(calendar.changes, {}, &PhaseTime::time_ns);
    table.refuse_unknown_keys();
    return calendar;
}

} // namespace pinion::config
