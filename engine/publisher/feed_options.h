#pragma once

#include "shm/layout/instrument_record.h"
#include "shm/segment.h"

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace pinion::engine {

/// What a feed segment is made for.
struct FeedOptions {
    std::string instance;
    std::uint16_t engine_id = 1;
    std::uint32_t engine_epoch = 1;
    std::vector<shm::InstrumentRecord> instruments;
    std::uint32_t orders_max = 1 << 17;  ///< every event's order_slot is below it
    std::uint64_t events_begin = 0;      ///< the last event before
    std::uint64_t event_slots = 1 << 16; ///< a power of two: how far a reader may fall behind
    std::string group;                   ///< group that may read it; empty: the creator's
    ::mode_t mode = 0640;
};

/// Creates the feed segment of an engine, complete with its instrument directory, in place of one
/// that a dead engine left. Throws SegmentError, or std::runtime_error on impossible options.
[[nodiscard]] shm::Segment create_feed_segment(const FeedOptions& options);

} // namespace pinion::engine
