#pragma once

#include "engine/risk/risk_options.h"
#include "shm/layout/instrument_record.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pinion::engine {

/// What the config calls what messages name by its place: index is place.
struct AdminNames {
    std::uint16_t engine;
    std::vector<shm::InstrumentRecord> instruments; ///< of that engine
    std::vector<std::string> sessions;
    std::vector<std::uint16_t> gateways; ///< ids
    std::vector<Asset> assets;
};

} // namespace pinion::engine
