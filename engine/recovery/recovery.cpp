#include "engine/recovery/recovery.h"

#include "engine/options_fingerprint.h"
#include "engine/recovery/history.h"
#include "engine/recovery/journal_ahead.h"
#include "engine/recovery/journal_source.h"
#include "engine/recovery/recovery_error.h"
#include "engine/recovery/starting_point.h"
#include "engine/snapshot/snapshot_files.h"
#include "shm/broadcast_ring.h"

#include <algorithm>
#include <span>
#include <utility>

namespace pinion::engine {

namespace {

class Recovery {
  public:
    Recovery(const RecoverySources& sources, HistorySink& sink)
        : sources_(sources), sink_(sink),
          snapshots_(sources.snapshots, sources.options.engine_id, sources.instance),
          journal_(sources.journal, sources.options.engine_id, sources.instance),
          fingerprint_(options_fingerprint(sources.options)) {}

    Recovered run() {
        if (journal_.is_there()) result_.journal_origin = journal_.segments().back().origin();
        auto start = find_starting_point(sources_.options, snapshots_, journal_, result_.story);
        result_.engine = std::move(start.engine);
        result_.point = start.point;
        History history(*result_.engine, result_.point, sink_);
        const auto snapshot = history.point().sequence;
        const auto in_journal = replay_journal(history);
        find_what_is_not_synced(in_journal, snapshot);
        replay_last_segment(history, in_journal);
        result_.point = history.point();
        if (result_.point.sequence < start.newest_snapshot)
            throw RecoveryError(
                "the journal ends with the command " + std::to_string(result_.point.sequence) +
                ", but there is the snapshot " + snapshots_.path(start.newest_snapshot) +
                ": commands that were synced are gone. Bring the journal back, or "
                "remove the snapshot to go on without them");
        tell("the engine stands at command " + std::to_string(result_.point.sequence) + ", " +
             std::to_string(result_.point.sequence - snapshot) + " of them replayed");
        return std::move(result_);
    }

  private:
    void tell(std::string line) { result_.story.push_back(std::move(line)); }

    [[noreturn]] void refuse_other_options(std::uint64_t sequence) const {
        throw RecoveryError(
            "the engine's options changed, and commands from " + std::to_string(sequence) +
            " on were made by the old ones: start once with the old config and stop "
            "cleanly" +
            joined(result_.story));
    }

    /// The last command that the journal has.
    std::uint64_t replay_journal(History& history) {
        const auto begin = history.point().sequence;
        auto& place = result_.journal_place;
        place = {.number = 1,
                 .sequence_before = begin,
                 .first_sequence = begin + 1,
                 .chain_before = shm::chain_start};
        if (!journal_.is_there()) return begin;
        const auto refused = first_of_other_options(journal_.segments(), begin, fingerprint_);
        JournalAhead ahead(journal_);
        for (auto records = ahead.next(); !records.empty(); records = ahead.next()) {
            if (records.back().sequenced.sequence >= refused) refuse_other_options(refused);
            history.play(records, "the journal");
            last_ = records.back();
        }
        const auto end = history.point().sequence;
        place = journal_.place();
        if (journal_.is_torn())
            tell("the journal is torn behind command " + std::to_string(end) +
                 ", as a loss of power leaves it, and will be cut there");
        return end;
    }

    /// What was certainly synced: what the last engine says, or, if this is the boot in which the
    /// journal was written and nobody says anything, what was so before its newest segment began.
    /// What is read after another boot came from the disk.
    [[nodiscard]] std::uint64_t known_to_be_synced(std::uint64_t in_journal) const {
        if (sources_.last_segment)
            return std::min(in_journal, sources_.last_segment->header().durable_sequence.load(
                                            std::memory_order_acquire));
        const auto& newest = journal_.segments().back();
        return newest.boot_id == sources_.boot_id ? std::min(in_journal, newest.sequence_before)
                                                  : in_journal;
    }

    /// A sync may have failed, and only the last engine knew. What a snapshot holds was synced.
    void find_what_is_not_synced(std::uint64_t in_journal, std::uint64_t snapshot) {
        if (!journal_.is_there()) return;
        const auto synced = std::max(known_to_be_synced(in_journal), snapshot);
        if (synced == in_journal) return;
        journal_.go_to(synced + 1);
        result_.journal_place = journal_.place();
        for (shm::LogRecord record; journal_.read(record);) result_.unsynced.push_back(record);
        tell(std::to_string(result_.unsynced.size()) +
             " commands of the journal may not be synced, and will be written again");
    }

    /// The last engine's log goes on where its journal was not written any more.
    void replay_last_segment(History& history, std::uint64_t in_journal) {
        if (!sources_.last_segment) return;
        shm::BroadcastReader<shm::LogRecord> log(sources_.last_segment->log());
        shm::LogRecord record;
        require_same_history(log, in_journal);
        log.seek(in_journal + 1);
        auto read = log.poll(record);
        if (read == shm::BroadcastRead::lapped)
            throw RecoveryError(
                "the last engine's log in shared memory begins behind the command " +
                std::to_string(in_journal) + ", with which the journal ends");
        if (read == shm::BroadcastRead::ready && is_of_other_options())
            refuse_other_options(in_journal + 1);
        for (; read == shm::BroadcastRead::ready; read = log.poll(record)) {
            history.play(std::span(&record, 1), "the last engine's log in shared memory");
            result_.unsynced.push_back(record);
        }
        if (const auto more = history.point().sequence - in_journal; more != 0)
            tell(std::to_string(more) +
                 " commands came from the last engine's log in shared memory");
    }

    /// What it has in common with the journal must be equal.
    void require_same_history(shm::BroadcastReader<shm::LogRecord>& log,
                              std::uint64_t in_journal) const {
        if (last_.sequenced.sequence != in_journal || in_journal == 0) return;
        log.seek(in_journal);
        shm::LogRecord record;
        if (log.poll(record) != shm::BroadcastRead::ready) return;
        if (!are_equal(record, last_))
            throw RecoveryError("the last engine's log in shared memory is of another history than "
                                "the journal: they have different commands " +
                                std::to_string(in_journal));
    }

    [[nodiscard]] bool is_of_other_options() const {
        return journal_.is_there() &&
               journal_.segments().back().options_fingerprint != fingerprint_;
    }

    const RecoverySources& sources_;
    HistorySink& sink_;
    SnapshotFiles snapshots_;
    JournalSource journal_;
    std::uint64_t fingerprint_;
    shm::LogRecord last_{}; ///< of the journal
    Recovered result_{};
};

} // namespace

Recovered recover(const RecoverySources& sources, HistorySink& sink) {
    return Recovery(sources, sink).run();
}

} // namespace pinion::engine
