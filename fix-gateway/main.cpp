#include "config/command_line.h"
#include "config/core_plan.h"
#include "config/embedded.h"
#include "config/load.h"
#include "config/logging.h"
#include "fix-gateway/gateway/gateway.h"
#include "shm/sys/affinity.h"
#include "shm/sys/stop_signals.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>

namespace {

using namespace pinion;

/// The gateway to run when the command line names none: the only one there is.
std::uint16_t only_gateway(const config::VenueConfig& venue) {
    if (venue.gateways.size() != 1)
        throw std::runtime_error(venue.source + " has " + std::to_string(venue.gateways.size()) +
                                 " gateways: say which one to run with --gateway ID");
    return venue.gateways.front().id;
}

std::vector<fix::EnginePeer> engine_peers(const config::VenueConfig& venue,
                                          const config::GatewayConfig& gateway) {
    std::vector<fix::EnginePeer> peers;
    for (const std::uint16_t id : gateway.engines)
        peers.push_back({id, venue.instruments_of(id), venue.venue_hash(id),
                         venue.engine(id).durability, venue.engine(id).directory});
    return peers;
}

std::optional<bool> fixed_wish(config::CancelOnDisconnect configured) {
    if (configured == config::CancelOnDisconnect::optional) return std::nullopt;
    return configured == config::CancelOnDisconnect::always;
}

/// Every engine of every gateway that serves what is copied; all of them are ours, too.
std::vector<fix::CopiedLink> copied_links(const config::VenueConfig& venue,
                                          const config::SessionConfig& session) {
    const auto& engines = venue.gateway(session.gateway).engines;
    std::vector<fix::CopiedLink> links;
    for (const config::GatewayConfig& gateway : venue.gateways_copied_to(session))
        for (const std::uint16_t engine : gateway.engines) {
            const auto place = std::find(engines.begin(), engines.end(), engine) - engines.begin();
            links.push_back({static_cast<std::uint16_t>(place), gateway.id});
        }
    return links;
}

std::optional<fix::DropCopyOptions> drop_copy_of(const config::VenueConfig& venue,
                                                 const config::SessionConfig& session) {
    if (!session.drop_copy) return std::nullopt;
    const config::DropCopyConfig& copied = *session.drop_copy;
    fix::DropCopyOptions options{copied.everything, {}, copied.accounts, {}};
    for (std::uint16_t index = 0; index < venue.sessions.size(); ++index)
        if (std::find(copied.sessions.begin(), copied.sessions.end(),
                      venue.sessions[index].comp_id) != copied.sessions.end())
            options.sessions.push_back(index);
    options.links = copied_links(venue, session);
    return options;
}

std::vector<fix::ClientOptions> clients_of(const config::VenueConfig& venue,
                                           std::uint16_t gateway) {
    std::vector<fix::ClientOptions> clients;
    std::uint16_t index = 0;
    for (const config::SessionConfig& session : venue.sessions) {
        if (session.gateway == gateway)
            clients.push_back({index, session.comp_id, session.target_comp_id, session.account,
                               static_cast<int>(session.sending_time_digits),
                               session.reset_on_logon, fixed_wish(session.cancel_on_disconnect),
                               drop_copy_of(venue, session)});
        ++index;
    }
    return clients;
}

fix::GatewayOptions gateway_options(const config::VenueConfig& venue,
                                    const config::GatewayConfig& gateway) {
    fix::GatewayOptions options;
    options.instance = venue.instance;
    options.id = gateway.id;
    options.index = venue.gateway_index(gateway.id);
    options.host = gateway.host;
    options.port = gateway.port;
    options.logon_timeout_ms = gateway.logon_timeout_ms;
    options.frame_max_bytes = gateway.frame_max_bytes;
    options.engines = engine_peers(venue, gateway);
    options.clients = clients_of(venue, gateway.id);
    for (const config::SessionConfig& session : venue.sessions)
        options.session_names.push_back(session.comp_id);
    options.state_directory = venue.state_directory;
    options.dictionary_xml = config::embedded_fix44_xml();
    options.group = venue.segments.group;
    options.mode = venue.segments.mode;
    return options;
}

/// The network path that the config names; for `auto` io_uring, or epoll where the host forbids it.
std::unique_ptr<transport::Transport> make_transport(const config::GatewayConfig& gateway) {
    const transport::TransportLimits limits{gateway.connections_max, gateway.output_max_bytes};
    switch (gateway.transport) {
    case config::TransportChoice::io_uring:
        spdlog::info("transport io_uring, as configured");
        return transport::make_transport(transport::TransportKind::io_uring, limits);
    case config::TransportChoice::epoll:
        spdlog::info("transport epoll, as configured");
        return transport::make_transport(transport::TransportKind::epoll, limits);
    case config::TransportChoice::automatic: break;
    }
    try {
        auto made = transport::make_transport(transport::TransportKind::io_uring, limits);
        spdlog::info("transport io_uring: the host allows it");
        return made;
    } catch (const std::system_error& error) {
        spdlog::warn("transport epoll: the host has no io_uring for us: {}", error.what());
        return transport::make_transport(transport::TransportKind::epoll, limits);
    }
}

void say_listening(const std::string& host, std::uint16_t port) {
    spdlog::info("listening on {}:{}", host, port);
    std::printf("listening on %s:%u\n", host.c_str(), static_cast<unsigned>(port));
    std::fflush(stdout);
}

int run(const std::string& config_path, std::optional<std::uint16_t> gateway_id) {
    const shm::StopSignals signals;
    const config::VenueConfig venue = config::load(config_path);
    const config::GatewayConfig& config =
        venue.gateway(gateway_id ? *gateway_id : only_gateway(venue));
    const std::string process = "gateway." + std::to_string(config.id);
    config::start_logging(venue.log, process);

    fix::Gateway gateway(
        gateway_options(venue, config), [&] { return make_transport(config); },
        [&](std::uint16_t port) { say_listening(config.host, port); });
    shm::AgentRunner runner(gateway, process,
                            config::plan_cores(venue, shm::usable_cores()).gateway(config.id));
    runner.start();
    constexpr std::chrono::milliseconds tend_interval{10};
    while (!runner.failed() && !signals.came_within(tend_interval)) gateway.tend();
    spdlog::info("gateway {} stops", config.id);
    runner.request_stop();
    runner.join();
    spdlog::info("gateway {} has stopped", config.id);
    return EXIT_SUCCESS;
}

} // namespace

int main(int argc, char** argv) {
    config::Program program("pinion-gateway", "Lets FIX clients in: runs one gateway of the venue");
    program.add_config_option();
    std::optional<std::uint16_t> gateway_id;
    program.options().add_option("--gateway", gateway_id, "Id of the gateway to run");
    return program.run(argc, argv, [&] { return run(program.config_path(), gateway_id); });
}
