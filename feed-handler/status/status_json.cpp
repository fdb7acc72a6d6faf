#include "feed-handler/status/status_report.h"

#include <nlohmann/json.hpp>

namespace pinion::feed {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::int64_t ns_per_ms = 1'000'000;

/// What every part says of itself. The heartbeat of what is not there has no age.
Json part_as_json(const std::string& id_name, std::uint16_t id, const auto& part) {
    Json json{{id_name, id}, {"state", word_for(part.state)}, {"heartbeat_age_ms", nullptr}};
    const bool is_read = part.state != PartState::down && part.state != PartState::unread;
    if (is_read) json["heartbeat_age_ms"] = part.heartbeat_age_ns / ns_per_ms;
    if (part.state == PartState::unread) json["error"] = part.error;
    return json;
}

Json process_as_json(const ProcessStatus& process) {
    Json json = part_as_json("id", process.id, process);
    json["counters"] = Json::object();
    for (const shm::CounterValue& counter : process.counters)
        json["counters"][counter.name] = counter.value;
    return json;
}

Json quote_as_json(const std::optional<TopOfBook::Quote>& quote) {
    if (!quote) return nullptr;
    return {{"price", quote->price}, {"quantity", quote->quantity}};
}

Json feed_as_json(const FeedStatus& feed) {
    Json json = part_as_json("engine", feed.engine, feed);
    json["engine_epoch"] = feed.engine_epoch;
    json["sequence"] = feed.sequence;
    json["instruments"] = Json::array();
    for (const TopOfBook& top : feed.instruments)
        json["instruments"].push_back({{"symbol", top.symbol},
                                       {"bid", quote_as_json(top.bid)},
                                       {"ask", quote_as_json(top.ask)},
                                       {"last_trade", quote_as_json(top.last_trade)}});
    return json;
}

} // namespace

Json as_json(const VenueStatus& status) {
    Json json{{"instance", status.instance}, {"healthy", status.is_healthy()},
              {"time_ns", status.time_ns},   {"engines", Json::array()},
              {"gateways", Json::array()},   {"feeds", Json::array()}};
    for (const auto& engine : status.engines) json["engines"].push_back(process_as_json(engine));
    for (const auto& gateway : status.gateways)
        json["gateways"].push_back(process_as_json(gateway));
    for (const auto& feed : status.feeds) json["feeds"].push_back(feed_as_json(feed));
    return json;
}

} // namespace pinion::feed
