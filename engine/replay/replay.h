#pragma once

#include "engine/engine_options.h"
#include "shm/storage/storage.h"

#include <cstdint>
#include <limits>
#include <string>

namespace pinion::engine {

struct ReplayOptions {
    EngineOptions engine;
    std::string instance;
    bool from_snapshot = false; ///< from the newest one that is not behind `until`
    std::uint64_t until = std::numeric_limits<std::uint64_t>::max(); ///< the last command
};

/// What a replay came to. Equal replays have equal hashes.
struct ReplayResult {
    std::uint64_t first_sequence; ///< of the commands replayed
    std::uint64_t last_sequence;
    std::uint64_t state_hash; ///< after the last
    std::uint64_t book_hash;
    std::uint64_t event_hash; ///< of every byte of every report and feed event
    double seconds;
    double million_per_second;
};

/// Makes a journal's history again, as fast as it goes. An engine may be writing it. Throws
/// RecoveryError if the journal does not begin there, is damaged, or was made with other options;
/// SnapshotError if the snapshot is not good.
[[nodiscard]] ReplayResult replay(const ReplayOptions& options, shm::Storage& journal,
                                  shm::Storage& snapshots);

} // namespace pinion::engine
