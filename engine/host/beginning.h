#pragma once

#include "engine/host/durable_files.h"
#include "engine/host/host_options.h"
#include "engine/host/link.h"
#include "engine/matching_engine.h"
#include "engine/snapshot/snapshot_header.h"
#include "shm/counters.h"
#include "shm/record_log/segment_header.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

namespace pinion::engine {

/// Is told of each step of a start when it is done. A test ends the start there, as a crash would.
using StepObserver = std::function<void(std::string_view step)>;

/// An engine that may go on: its state, where its history ends, and its links, whose rings hold all
/// that it has told.
struct Beginning {
    std::unique_ptr<MatchingEngine> engine;
    SnapshotPoint point{};
    shm::LogOrigin origin{};
    std::vector<std::unique_ptr<Link>> links;
    /// Where the writers go on; with durability "none" of no meaning.
    shm::SegmentPlace journal_place;
    std::map<std::uint16_t, shm::SegmentPlace> output_places; ///< by the gateway's id
};

/// A new engine of a new epoch. Of the last one it keeps only what was said to it and by it: the
/// links, moved past what the last one consumed. Durability "none".
[[nodiscard]] Beginning begin_anew(const HostOptions& options, shm::Counter commands_dropped);

/// The engine whose history is in the files, and in what the last one left in shared memory:
///
///  1. the history is made again (engine/recovery);
///  2. what the journal may lack of it is written there and synced;
///  3. the output logs come to hold what the history has told, no more and no less;
///  4. if the host was lost since, this becomes the history's next command (engine/venue.h);
///  5. the links are taken over, and the reports that their rings lack are released.
///
/// A start that is cut off anywhere can be repeated. Throws RecoveryError, SegmentError or another
/// std::runtime_error, which say what to do.
[[nodiscard]] Beginning go_on(const HostOptions& options, DurableFiles& files,
                              shm::Counter commands_dropped, const StepObserver& after);

} // namespace pinion::engine
