#include "config/command_line.h"
#include "config/core_plan.h"
#include "config/load.h"
#include "feed-handler/reader/decimal_text.h"
#include "latency/floors/pinned_scope.h"
#include "latency/load/feed_watch.h"
#include "latency/load/latency_report.h"
#include "latency/load/latency_run.h"
#include "latency/load/order_flow.h"
#include "shm/sys/affinity.h"

#include <nlohmann/json.hpp>

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace pinion;
using namespace pinion::latency;

/// What the command line may say otherwise than the config.
struct Choices {
    std::string host;
    std::optional<std::uint16_t> port;
    std::string instance;
    std::string session;
    std::string symbol;
    std::optional<int> core;
    LatencyRunOptions run;
    bool as_json = false;
};

const config::SessionConfig& session_of(const config::VenueConfig& venue, const std::string& name) {
    for (const config::SessionConfig& session : venue.sessions)
        if (name.empty() || session.comp_id == name) return session;
    throw std::runtime_error(venue.source + " has no session " + name);
}

bool serves(const config::GatewayConfig& gateway, std::uint16_t engine) {
    return std::find(gateway.engines.begin(), gateway.engines.end(), engine) !=
           gateway.engines.end();
}

OrderTerms terms_of(const config::VenueConfig& venue, const config::GatewayConfig& gateway,
                    const std::string& symbol) {
    for (const config::InstrumentConfig& instrument : venue.instruments) {
        const shm::InstrumentRecord& record = instrument.record;
        if (!serves(gateway, instrument.engine)) continue;
        if (!symbol.empty() && record.symbol.view() != symbol) continue;
        return {std::string(record.symbol.view()), feed::price_text(record, record.price_min_ticks),
                feed::quantity_text(record, 1), instrument.engine};
    }
    throw std::runtime_error("gateway " + std::to_string(gateway.id) + " trades no instrument " +
                             symbol);
}

FixAddress address_of(const config::GatewayConfig& gateway, const config::SessionConfig& session,
                      const Choices& choices) {
    const std::uint16_t port = choices.port.value_or(gateway.port);
    if (port == 0)
        throw std::runtime_error("the config lets the system pick the gateway's port: say which "
                                 "one it is with --port");
    return {choices.host.empty() ? gateway.host : choices.host, port, session.comp_id,
            session.target_comp_id};
}

/// Cores to which the plan pins no thread of the venue.
std::vector<int> free_cores(const config::VenueConfig& venue) {
    std::vector<int> cores = shm::usable_cores();
    for (const config::PlannedThread& thread : config::plan_cores(venue, cores).threads)
        std::erase(cores, thread.placement.core);
    return cores;
}

void show_progress(unsigned done, unsigned total) {
    const unsigned width = 30;
    const unsigned filled = width * done / total;
    std::fprintf(stderr, "\r[%s%s] %u of %u s%s", std::string(filled, '#').c_str(),
                 std::string(width - filled, ' ').c_str(), done, total,
                 done == total ? "\r\033[K" : "");
    std::fflush(stderr);
}

int run(const config::VenueConfig& venue, Choices choices) {
    const config::SessionConfig& session = session_of(venue, choices.session);
    const config::GatewayConfig& gateway = venue.gateway(session.gateway);
    const OrderTerms terms = terms_of(venue, gateway, choices.symbol);
    const FixAddress address = address_of(gateway, session, choices);

    std::vector<int> cores = free_cores(venue);
    if (choices.core) std::erase(cores, *choices.core);
    if (!choices.core && !cores.empty()) {
        choices.core = cores.back();
        cores.pop_back();
    }
    if (!cores.empty()) choices.run.echo_core = cores.back();
    std::optional<PinnedScope> pinned;
    if (choices.core) pinned.emplace(*choices.core);

    std::vector<NotMeasured> not_measured;
    FeedWatch feed(choices.instance.empty() ? venue.instance : choices.instance, terms.engine,
                   terms.symbol);
    const bool has_feed = feed.join();
    if (!has_feed) not_measured.push_back({"order to feed", feed.reason()});
    OrderFlow flow(address, terms, has_feed ? &feed : nullptr);
    const bool shows_progress = ::isatty(STDERR_FILENO) == 1;
    LatencyResult result = run_latency(flow, choices.run, [&](unsigned done, unsigned total) {
        if (shows_progress) show_progress(done, total);
    });
    flow.log_out();
    if (feed.lost() > 0)
        not_measured.push_back({"order to feed of " + std::to_string(feed.lost()) + " orders",
                                "their events were overwritten before they were read"});

    const LatencyReport report{address,
                               terms,
                               choices.run,
                               choices.core.value_or(-1),
                               std::move(result),
                               flow.order_to_ack(),
                               flow.cancel_to_ack(),
                               has_feed ? &feed.order_to_feed() : nullptr,
                               flow.rejected(),
                               flow.first_reject(),
                               std::move(not_measured)};
    std::cout << (choices.as_json ? as_json(report).dump(2) + "\n" : as_text(report));
    if (flow.rejected() == 0) return EXIT_SUCCESS;
    throw std::runtime_error("the venue rejected " + std::to_string(flow.rejected()) +
                             " requests, the first with: " + flow.first_reject());
}

} // namespace

int main(int argc, char** argv) {
    config::Program program("pinion-latency",
                            "Measures order-to-ack and order-to-feed beside a raw TCP echo");
    program.add_config_option();
    Choices choices;
    CLI::App& options = program.options();
    options
        .add_option("--rate", choices.run.rate,
                    "Requests a second: new orders, each cancelled by the next request")
        ->check(CLI::Range(2.0, 1e6))
        ->capture_default_str();
    options.add_option("--seconds", choices.run.seconds, "How long orders are measured")
        ->check(CLI::Range(1, 3600))
        ->capture_default_str();
    options.add_option("--warm-up", choices.run.warm_up_seconds, "Seconds before that")
        ->check(CLI::Range(1, 600))
        ->capture_default_str();
    options.add_option("--session", choices.session,
                       "CompID to log on as (default: the config's first session)");
    options.add_option("--symbol", choices.symbol, "Instrument to trade (default: the first one)");
    options.add_option("--host", choices.host, "Where the gateway is, if not as in the config");
    options.add_option("--port", choices.port, "Its port, if not as in the config");
    options.add_option("--instance", choices.instance, "Venue of the feed, if not the config's");
    options.add_option("--core", choices.core,
                       "Core of the client (default: one to which the config pins nothing)");
    options.add_flag("--json", choices.as_json, "Print the result as JSON");
    options.footer("Latencies count from the time at which a request should have left, not from "
                   "when it did.\nThe echo runs at the same rate, a second in turn with the "
                   "orders.");
    return program.run(argc, argv,
                       [&] { return run(config::load(program.config_path()), choices); });
}
