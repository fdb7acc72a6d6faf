#include "engine/audit/audit_sink.h"
#include "engine/audit/order_life.h"
#include "engine/programs/audit/commands.h"
#include "engine/programs/audit/result.h"
#include "engine/programs/audit/tell.h"
#include "shm/messages/venue_id.h"

#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

namespace pinion::engine::audit {

namespace {

void print_line(LinePlace, const std::string& line) {
    std::cout << line << '\n';
    if (!std::cout) throw std::runtime_error("cannot write to standard output");
}

void flush() {
    if (!std::cout.flush()) throw std::runtime_error("cannot write to standard output");
}

/// The order that FIX calls so.
OrderName order_name(const History& history, const Arguments& arguments) {
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

} // namespace

int print_history(const History& history, const Place& place, const Arguments& arguments) {
    const shm::StopSignals signals;
    AuditSink sink(history.options, {}, print_line);
    Telling telling(place.sources, 1, sink);
    Progress progress(std::cerr, shows_progress() && ::isatty(STDOUT_FILENO) == 0);
    tell(telling, progress, arguments.follow, signals,
         {.end_command = [&] { sink.end_command(); }, .at_end = flush});
    return EXIT_SUCCESS;
}

int print_order(const History& history, const Place& place, const Arguments& arguments) {
    const shm::StopSignals signals;
    const auto name = order_name(history, arguments);
    Progress progress(std::cerr, shows_progress());
    OrderSearch search(name);
    if (name.order_id == 0) {
        Telling telling(place.sources, 1, search);
        if (!tell(telling, progress, false, signals, {})) return EXIT_SUCCESS;
    }
    OrderLife life(history.options, name, search.found(), print_line);
    Telling telling(place.sources, 1, life);
    tell(telling, progress, arguments.follow, signals, {.at_end = flush});
    return EXIT_SUCCESS;
}

} // namespace pinion::engine::audit
