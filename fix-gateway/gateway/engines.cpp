#include "fix-gateway/gateway/engines.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace pinion::fix {

Engines::Engines(const GatewayOptions& options, EngineLink::LastRecorded last_recorded,
                 GatewayCounters& counters)
    : said_(options.engines.size()), counters_(counters) {
    for (const EnginePeer& peer : options.engines) {
        require_own_version(options.instance, peer.id, options.id);
        links_.emplace_back(options, peer, last_recorded);
        const std::uint16_t index = routes_.add_engine({peer.id, 0, {}});
        std::uint32_t place = 0;
        for (const shm::InstrumentRecord& record : peer.instruments)
            routes_.add_instrument(record, place++, index);
    }
}

void Engines::watch(const OnCame& on_came) {
    std::uint64_t attached = 0;
    for (std::uint16_t engine = 0; engine < links_.size(); ++engine) {
        EngineLink& link = links_[engine];
        switch (link.watch()) {
        case EngineLink::Change::came:
            came(engine);
            on_came(link);
            break;
        case EngineLink::Change::went: went(engine); break;
        case EngineLink::Change::none: say_fault(engine); break;
        }
        if (link.is_open()) ++attached;
    }
    counters_.engines_attached.set(attached);
}

bool Engines::have_room(std::uint64_t count, std::string_view symbol) {
    if (const InstrumentRoute* route = routes_.find(symbol))
        return links_[route->engine].has_room(count);
    return std::all_of(links_.begin(), links_.end(),
                       [count](EngineLink& link) { return link.has_room(count); });
}

bool Engines::can_announce() {
    return std::all_of(links_.begin(), links_.end(),
                       [](EngineLink& link) { return !link.is_open() || link.has_room(1); });
}

bool Engines::durable_ones_are_there() const {
    return std::all_of(links_.begin(), links_.end(),
                       [](const EngineLink& link) { return !link.is_durable() || link.is_open(); });
}

void Engines::announce(const shm::Command& command) {
    for (EngineLink& link : links_) link.announce(command);
}

void Engines::came(std::uint16_t engine) {
    const EngineLink& link = links_[engine];
    const auto& key = link.cl_ord_id_key();
    routes_.set_engine(engine, {link.peer().id, link.engine_epoch(), {key[0], key[1]}});
    said_[engine].clear();
    spdlog::info("engine {} is there: epoch {}", link.peer().id, link.engine_epoch());
}

void Engines::went(std::uint16_t engine) {
    const EngineLink& link = links_[engine];
    spdlog::warn("engine {} is gone: {} until it is back", link.peer().id,
                 link.is_durable() ? "its orders wait" : "its orders are answered with 380=4");
}

/// An engine that is not there is looked for all the time: its reason is logged when it changes.
void Engines::say_fault(std::uint16_t engine) {
    const EngineLink& link = links_[engine];
    if (link.fault() == said_[engine]) return;
    said_[engine] = link.fault();
    if (!link.fault().empty()) spdlog::warn("engine {}: {}", link.peer().id, link.fault());
}

} // namespace pinion::fix
