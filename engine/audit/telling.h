#pragma once

#include "engine/engine_options.h"
#include "engine/matching_engine.h"
#include "engine/recovery/history.h"
#include "engine/recovery/history_sink.h"
#include "engine/recovery/journal_source.h"
#include "engine/snapshot/snapshot_files.h"
#include "shm/storage/storage.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace pinion::engine {

/// Whose history, and where it is.
struct HistorySources {
    const EngineOptions& options;
    const std::string& instance;
    shm::Storage& journal;
    shm::Storage& snapshots;
};

/// Tells an engine's history, a command at a time, as far as journal and snapshots still have it
/// and the options are those with which it was made. Every record of the journal is checked, and
/// so is the chain that joins them. An engine may be writing.
///
/// Thread safety: none. Errors: RecoveryError if nothing can be told, the journal is damaged, or a
/// command was made with other options.
class Telling {
  public:
    /// Begins with the command `first` or as short before it as possible; if that cannot be, as
    /// short behind it as possible. Options, storages and sink outlive this.
    Telling(const HistorySources& sources, std::uint64_t first, HistorySink& sink);

    /// Tells the next command and its events; false at the journal's end, where more may come.
    [[nodiscard]] bool next();

    /// Where `next` found nothing more: false if something has come meanwhile. Refuses a damaged
    /// end, which `next` cannot tell from one that is not written yet.
    [[nodiscard]] bool is_at_end() { return source_.look_at_end().has_value(); }

    /// Of the last command told; before the first one, of the one before it.
    [[nodiscard]] std::uint64_t sequence() const { return history_->point().sequence; }

  private:
    [[nodiscard]] bool begin_behind(std::uint64_t sequence, std::uint64_t first);
    [[nodiscard]] bool load(std::uint64_t sequence);

    EngineOptions options_;
    std::uint64_t fingerprint_;
    JournalSource source_;
    SnapshotFiles snapshots_;
    std::unique_ptr<MatchingEngine> engine_;
    SnapshotPoint point_{};
    std::optional<History> history_;
};

} // namespace pinion::engine
