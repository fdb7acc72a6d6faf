#pragma once

#include "engine/engine_options.h"
#include "engine/matching_engine.h"
#include "engine/recovery/history.h"
#include "engine/recovery/journal_source.h"
#include "engine/snapshot/snapshot_files.h"
#include "shm/layout/engine_segment.h"
#include "shm/storage/storage.h"
#include "shm/sys/clock.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace pinion::engine {

struct FollowerOptions {
    EngineOptions engine;
    std::string instance;
    std::uint64_t checkpoint_interval = 0; ///< the engine's; 0: it makes none
    std::uint64_t snapshot_interval = 0;   ///< commands; 0: never
    std::int64_t snapshot_interval_ns = 0; ///< if there was a command since; 0: never
    std::int64_t (*clock)() = shm::monotonic_now_ns;
    std::size_t snapshots_max = 2; ///< that are kept
};

/// Does again what an engine does, from its log in shared memory, or from its journal where that
/// has moved on; compares itself with the engine's checkpoints, and writes snapshots, so that the
/// engine need not. Applies only what is durable in the journal, and saves only what is durable in
/// the output logs too: a snapshot must not hold what nobody could make again.
///
/// Thread safety: none. Errors: RecoveryError if it cannot go on, or if engine and follower differ.
class Follower {
  public:
    /// Whether the output logs hold all of these reports durably, by gateway.
    using AreDurable = std::function<bool(const MatchingEngine&)>;

    struct Counts {
        std::uint64_t commands_from_journal = 0;
        std::uint64_t checkpoints_equal = 0;
        std::uint64_t snapshots = 0;
        std::uint64_t snapshot_failures = 0;
        std::uint64_t segments_removed = 0;
    };

    /// Begins with the newest good snapshot, or with the first command. The storages must outlive
    /// the follower.
    Follower(const FollowerOptions& options, shm::Storage& journal, shm::Storage& snapshots);

    /// A new engine, or the same one after a restart: refused if its options are others, or its
    /// history.
    void meet(const shm::EngineView& engine);

    /// Does some of what the engine did since, or saves the state. Whether there may be more at
    /// once.
    [[nodiscard]] bool follow(const shm::EngineView& engine, const AreDurable& are_durable);

    /// With what it began, a line each.
    [[nodiscard]] const std::vector<std::string>& story() const { return story_; }

    [[nodiscard]] std::uint64_t sequence() const { return history_->point().sequence; }

    [[nodiscard]] const MatchingEngine& engine() const { return *engine_; }

    [[nodiscard]] const Counts& counts() const { return counts_; }

    /// Of the last snapshot, written or not.
    [[nodiscard]] std::uint64_t snapshot_sequence() const { return saved_; }

    /// What failed last while a snapshot was written; "" if nothing did.
    [[nodiscard]] const std::string& snapshot_problem() const { return snapshot_problem_; }

  private:
    static constexpr std::size_t batch_records = 256;

    void begin();
    void require_same_history();
    [[nodiscard]] std::uint64_t next_stop() const;
    [[nodiscard]] std::span<const shm::LogRecord> read(const shm::EngineView& engine,
                                                       std::uint64_t last);
    [[nodiscard]] std::span<const shm::LogRecord> read_journal(std::span<shm::LogRecord> wanted);
    [[nodiscard]] bool is_checkpoint_due() const;
    [[nodiscard]] bool compare(const shm::EngineView& engine);
    [[nodiscard]] bool is_snapshot_due() const;
    void write_snapshot();

    FollowerOptions options_;
    shm::Storage& journal_storage_;
    SnapshotFiles snapshots_;
    std::unique_ptr<JournalSource> journal_;
    std::vector<std::string> story_;
    std::unique_ptr<MatchingEngine> engine_;
    NoHistory nobody_;
    std::unique_ptr<History> history_;
    std::vector<shm::LogRecord> batch_;
    shm::LogRecord last_{};        ///< that was applied; its sequence is 0 before the first
    std::uint64_t compared_ = 0;   ///< sequence of the last checkpoint looked at
    std::uint64_t saved_ = 0;      ///< sequence of the last snapshot tried
    std::int64_t saved_at_ns_ = 0; ///< by the clock
    Counts counts_;
    std::string snapshot_problem_;
};

} // namespace pinion::engine
