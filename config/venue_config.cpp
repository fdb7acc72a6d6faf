#include "config/venue_config.h"

#include "config/config_error.h"
#include "shm/byte_hash.h"

#include <algorithm>
#include <string_view>
#include <type_traits>

namespace pinion::config {

namespace {

template <class Item>
std::size_t index_of(const std::vector<Item>& items, std::uint16_t id, const std::string& source,
                     const std::string& kind) {
    std::string ids;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (items[i].id == id) return i;
        ids += (ids.empty() ? "" : ", ") + std::to_string(items[i].id);
    }
    throw ConfigError(source, {}, "has no " + kind + " " + std::to_string(id),
                      "choose one of " + ids + " or add [[" + kind + "]]");
}

/// With its length, so that no two lists of texts give the same bytes.
void fold_text(shm::ByteHash& hash, const std::string& text) {
    hash.fold(std::to_string(text.size()) + ":" + text);
}

void fold_instrument(shm::ByteHash& hash, const shm::InstrumentRecord& record) {
    static_assert(std::has_unique_object_representations_v<shm::InstrumentRecord>);
    hash.fold({reinterpret_cast<const char*>(&record), sizeof record});
}

} // namespace

const EngineConfig& VenueConfig::engine(std::uint16_t id) const {
    return engines[index_of(engines, id, source, "engine")];
}

const GatewayConfig& VenueConfig::gateway(std::uint16_t id) const {
    return gateways[gateway_index(id)];
}

std::uint16_t VenueConfig::gateway_index(std::uint16_t id) const {
    return static_cast<std::uint16_t>(index_of(gateways, id, source, "gateway"));
}

const CalendarConfig* VenueConfig::calendar_of(const InstrumentConfig& instrument) const {
    for (const CalendarConfig& calendar : calendars)
        if (calendar.name == instrument.calendar) return &calendar;
    return nullptr;
}

std::vector<shm::InstrumentRecord> VenueConfig::instruments_of(std::uint16_t engine) const {
    std::vector<shm::InstrumentRecord> result;
    for (const InstrumentConfig& instrument : instruments)
        if (instrument.engine == engine) result.push_back(instrument.record);
    return result;
}

std::vector<GatewayConfig> VenueConfig::gateways_of(std::uint16_t engine) const {
    std::vector<GatewayConfig> result;
    for (const GatewayConfig& gateway : gateways)
        if (std::find(gateway.engines.begin(), gateway.engines.end(), engine) !=
            gateway.engines.end())
            result.push_back(gateway);
    return result;
}

std::vector<GatewayConfig> VenueConfig::gateways_copied_to(const SessionConfig& session) const {
    const DropCopyConfig& copied = *session.drop_copy;
    const auto is_named = [&](const SessionConfig& each) {
        return std::find(copied.sessions.begin(), copied.sessions.end(), each.comp_id) !=
               copied.sessions.end();
    };
    std::vector<GatewayConfig> result;
    for (const GatewayConfig& gateway : gateways)
        if (copied.everything || !copied.accounts.empty() ||
            std::any_of(sessions.begin(), sessions.end(), [&](const SessionConfig& each) {
                return each.gateway == gateway.id && is_named(each);
            }))
            result.push_back(gateway);
    return result;
}

std::uint64_t VenueConfig::venue_hash(std::uint16_t engine) const {
    shm::ByteHash hash;
    for (const SessionConfig& session : sessions) {
        fold_text(hash, session.comp_id);
        fold_text(hash, session.target_comp_id);
        fold_text(hash, std::to_string(session.gateway));
    }
    for (const shm::InstrumentRecord& record : instruments_of(engine))
        fold_instrument(hash, record);
    return hash.value();
}

} // namespace pinion::config
