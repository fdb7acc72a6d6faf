#pragma once

#include "engine/engine_options.h"
#include "engine/matching_engine.h"
#include "engine/recovery/journal_source.h"
#include "engine/snapshot/snapshot_files.h"
#include "engine/snapshot/snapshot_header.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pinion::engine {

/// Sequences of the snapshots that are there, the newest first. Throws RecoveryError if they cannot
/// be listed.
[[nodiscard]] std::vector<std::uint64_t> listed(const SnapshotFiles& snapshots);

/// With what a history is taken up.
struct StartingPoint {
    std::unique_ptr<MatchingEngine> engine;
    SnapshotPoint point;           ///< where it stands
    std::uint64_t newest_snapshot; ///< good or not; 0: there is none
};

/// The newest snapshot that is good and behind which the journal goes on; else an engine that has
/// done nothing, if the journal begins with the first command. What was done, and why, is added to
/// `story`, a line each. Throws RecoveryError if there is neither.
[[nodiscard]] StartingPoint find_starting_point(const EngineOptions& options,
                                                const SnapshotFiles& snapshots,
                                                JournalSource& journal,
                                                std::vector<std::string>& story);

/// Lines of a story, for the end of a refusal.
[[nodiscard]] std::string joined(const std::vector<std::string>& story);

} // namespace pinion::engine
