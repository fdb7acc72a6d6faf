#pragma once

#include "engine/engine_options.h"
#include "engine/order_details.h"
#include "engine/snapshot/state_reader.h"
#include "engine/snapshot/state_writer.h"

#include <cstdint>

namespace pinion::engine {

/// Where a waiting order waits.
enum class Place : std::uint8_t { book, stops, held, closing };

/// A waiting order as it is saved.
struct SavedOrder {
    std::uint32_t slot; ///< counted from the place's first
    std::uint32_t record;
    Order order;
};

void save_order(StateWriter& writer, const SavedOrder& saved);

/// Refuses what no waiting order of that place can be.
[[nodiscard]] SavedOrder load_order(StateReader& reader, Place place, const EngineOptions& options,
                                    std::uint64_t last_order_id);

} // namespace pinion::engine
