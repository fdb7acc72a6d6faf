#pragma once

#include "engine/engine_options.h"
#include "engine/matching_engine.h"
#include "engine/recovery/history_sink.h"
#include "engine/snapshot/snapshot_header.h"
#include "shm/layout/engine_segment.h"
#include "shm/record_log/segment_header.h"
#include "shm/storage/storage.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pinion::engine {

/// What is left of an engine, and what it shall become.
struct RecoverySources {
    /// The epoch is that of an engine without a history.
    const EngineOptions& options;
    const std::string& instance;
    shm::Storage& journal;
    shm::Storage& snapshots;
    std::uint64_t boot_id; ///< of the host, now
    /// The segment that the last engine left, if it had a journal, too; it may be mapped read-only.
    std::optional<shm::EngineView> last_segment;
};

/// An engine that goes on where its history ended.
struct Recovered {
    std::unique_ptr<MatchingEngine> engine;
    SnapshotPoint point; ///< where it stands; `journal_chain` is of no meaning here
    /// What the newest segment of the journal says of those that wrote it; nothing: there is none.
    std::optional<shm::LogOrigin> journal_origin;
    /// Where the journal must go on, in a new segment, and what has to be written there first: all
    /// commands up to `point` that are not known to be synced.
    shm::SegmentPlace journal_place;
    std::vector<shm::LogRecord> unsynced;
    std::vector<std::string> story; ///< what was done, a line each
};

/// Takes up an engine's history: the newest snapshot that is good, then the journal from there on,
/// then what the last segment's log has behind that. Writes nothing. The sink gets all commands and
/// events behind the snapshot. The same sources always give the same result.
///
/// Throws RecoveryError, which says what to do, if anything is missing in between, damaged, or was
/// made by an engine of other options; std::invalid_argument on impossible options.
[[nodiscard]] Recovered recover(const RecoverySources& sources, HistorySink& sink);

} // namespace pinion::engine
