#include "config/command_line.h"
#include "config/load.h"
#include "feed-handler/status/status_report.h"
#include "feed-handler/terminal/screen.h"
#include "shm/sys/stop_signals.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <optional>

namespace {

using namespace pinion;
using namespace std::chrono_literals;

feed::VenueParts parts_of(const config::VenueConfig& venue) {
    feed::VenueParts parts{venue.instance, {}, {}};
    for (const auto& engine : venue.engines) parts.engines.push_back(engine.id);
    for (const auto& gateway : venue.gateways)
        parts.gateways.push_back({gateway.id, gateway.engines.size()});
    return parts;
}

int show_once(const feed::VenueParts& parts, bool as_json) {
    const feed::VenueStatus status = feed::read_venue_status(parts);
    constexpr std::size_t all_lines = ~std::size_t{0};
    std::cout << (as_json ? feed::as_json(status).dump(2) + "\n"
                          : feed::as_screen(status, nullptr, all_lines));
    return status.is_healthy() ? EXIT_SUCCESS : EXIT_FAILURE;
}

/// A picture that is drawn anew each second on a terminal; elsewhere a line a second.
int watch(const feed::VenueParts& parts, bool as_json, const shm::StopSignals& signals) {
    std::optional<feed::Screen> screen;
    if (!as_json) screen.emplace();
    std::optional<feed::VenueStatus> earlier;
    do {
        feed::VenueStatus status = feed::read_venue_status(parts);
        const feed::VenueStatus* before = earlier ? &*earlier : nullptr;
        if (!screen)
            std::cout << feed::as_json(status).dump() << std::endl;
        else if (screen->is_terminal())
            screen->show(feed::as_screen(status, before, screen->line_count()));
        else
            screen->show(feed::as_line(status, before));
        earlier = std::move(status);
    } while (!signals.came_within(1s));
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv) {
    config::Program program("pinion-status",
                            "Says whether the venue is healthy; exit code 1 if it is not");
    program.add_config_option();
    bool as_json = false;
    bool watches = false;
    std::string instance;
    program.options().add_option("--instance", instance, "Venue to look at, if not the config's");
    program.options().add_flag("--json", as_json, "Everything that is counted, as JSON");
    program.options().add_flag("--watch", watches, "Show it anew each second until stopped");
    return program.run(argc, argv, [&] {
        const shm::StopSignals signals;
        feed::VenueParts parts = parts_of(config::load(program.config_path()));
        if (!instance.empty()) parts.instance = instance;
        return watches ? watch(parts, as_json, signals) : show_once(parts, as_json);
    });
}
