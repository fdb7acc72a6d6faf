#include "engine/follower/follower.h"

#include "engine/options_fingerprint.h"
#include "engine/recovery/recovery_error.h"
#include "engine/snapshot/snapshot_error.h"
#include "shm/broadcast_ring.h"

#include <algorithm>
#include <limits>
#include <span>

namespace pinion::engine {

Follower::Follower(const FollowerOptions& options, shm::Storage& journal, shm::Storage& snapshots)
    : options_(options), journal_storage_(journal),
      snapshots_(snapshots, options.engine.engine_id, options.instance),
      journal_(journal, options.engine.engine_id, options.instance), batch_(batch_records) {
    begin();
}

void Follower::begin() {
    std::string problems;
    for (const auto sequence : snapshots_.sequences().value) {
        auto engine = std::make_unique<MatchingEngine>(options_.engine);
        try {
            const auto point = snapshots_.load(sequence, *engine).point;
            if (journal_.is_there() && !journal_.seek(sequence + 1)) continue;
            engine_ = std::move(engine);
            history_ = std::make_unique<History>(*engine_, point, nobody_);
            saved_ = sequence;
            return;
        } catch (const SnapshotError& error) {
            problems += std::string("; ") + error.what();
        }
    }
    auto options = options_.engine;
    if (journal_.is_there()) {
        if (!journal_.seek(1))
            throw RecoveryError("no good snapshot is there, and the journal in " +
                                journal_storage_.path("") +
                                " does not begin with the first command" + problems);
        options.engine_epoch = journal_.segments().front().engine_epoch;
    }
    engine_ = std::make_unique<MatchingEngine>(options);
    history_ = std::make_unique<History>(*engine_, SnapshotPoint{}, nobody_);
}

void Follower::meet(const shm::EngineView& engine) {
    JournalSource now(journal_storage_, options_.engine.engine_id, options_.instance);
    const auto fingerprint = options_fingerprint(options_.engine);
    if (now.is_there() && first_of_other_options(now.segments(), sequence(), fingerprint) !=
                              std::numeric_limits<std::uint64_t>::max())
        throw RecoveryError(
            "the engine has other options: start the follower anew with its config");
    if (sequence() != 0) return;
    // The follower was there first: only now it is known in which epoch the engine began.
    auto options = options_.engine;
    options.engine_epoch = now.is_there()
                               ? now.segments().front().engine_epoch
                               : engine.header().engine_epoch.load(std::memory_order_acquire);
    history_.reset();
    engine_ = std::make_unique<MatchingEngine>(options);
    history_ = std::make_unique<History>(*engine_, SnapshotPoint{}, nobody_);
}

bool Follower::follow(const shm::EngineView& engine, const AreDurable& are_durable) {
    if (is_checkpoint_due() && !compare(engine)) return false;
    if (is_snapshot_due()) {
        if (!are_durable(*engine_)) return false;
        write_snapshot();
    }
    const auto durable = engine.header().durable_sequence.load(std::memory_order_acquire);
    const auto last = std::min(durable, next_stop());
    if (last <= sequence()) return false;
    play(read(engine, last));
    return true;
}

/// Behind this command there is something to be done first.
std::uint64_t Follower::next_stop() const {
    auto stop = std::numeric_limits<std::uint64_t>::max();
    if (const auto interval = options_.checkpoint_interval; interval != 0)
        stop = (sequence() / interval + 1) * interval;
    if (options_.snapshot_interval != 0) stop = std::min(stop, saved_ + options_.snapshot_interval);
    return stop;
}

/// Fills the batch with commands up to `last`; how many. They are durable, so they are somewhere.
std::size_t Follower::read(const shm::EngineView& engine, std::uint64_t last) {
    shm::BroadcastReader<shm::LogRecord> log(engine.log());
    log.seek(sequence() + 1);
    const auto wanted = std::min<std::uint64_t>(batch_.size(), last - sequence());
    std::size_t count = 0;
    while (count < wanted && log.poll(batch_[count]) == shm::BroadcastRead::ready) ++count;
    return count != 0 ? count : read_journal(last);
}

std::size_t Follower::read_journal(std::uint64_t last) {
    if (!journal_.seek(sequence() + 1))
        throw RecoveryError(journal_storage_.path("") + ": the command " +
                            std::to_string(sequence() + 1) + " is not there any more");
    const auto wanted = std::min<std::uint64_t>(batch_.size(), last - sequence());
    std::size_t count = 0;
    while (count < wanted && journal_.read(batch_[count])) ++count;
    counts_.commands_from_journal += count;
    return count;
}

void Follower::play(std::size_t count) {
    if (history_->play(std::span(batch_).first(count)) != count)
        throw RecoveryError("the engine's log does not go on behind the command " +
                            std::to_string(sequence()));
}

bool Follower::is_checkpoint_due() const {
    const auto interval = options_.checkpoint_interval;
    return interval != 0 && sequence() != compared_ && sequence() % interval == 0;
}

/// False if the engine has not come so far, or not said so. A checkpoint that it has passed since
/// is gone.
bool Follower::compare(const shm::EngineView& engine) {
    const auto& cell = engine.header().checkpoint;
    const auto stamp = cell.stamp();
    shm::EngineCheckpoint checkpoint{};
    if (stamp == sequence() && cell.try_read(checkpoint, stamp)) {
        if (checkpoint.state_hash != engine_->state_hash() ||
            checkpoint.book_hash != engine_->book_hash() ||
            checkpoint.feed_sequence != history_->point().feed_sequence)
            throw RecoveryError("engine and follower differ after the command " +
                                std::to_string(sequence()) +
                                ": one of them has gone wrong. Keep the journal, and compare with "
                                "pinion replay --until " +
                                std::to_string(sequence()));
        ++counts_.checkpoints_equal;
    } else {
        const auto applied = engine.header().applied_sequence.load(std::memory_order_acquire);
        if (applied <= sequence()) return false;
    }
    compared_ = sequence();
    return true;
}

bool Follower::is_snapshot_due() const {
    return options_.snapshot_interval != 0 && sequence() >= saved_ + options_.snapshot_interval;
}

void Follower::write_snapshot() {
    saved_ = sequence();
    snapshot_problem_.clear();
    auto point = history_->point();
    point.journal_chain = journal_.seek(sequence() + 1) ? journal_.chain() : 0;
    auto error = snapshots_.write(*engine_, point);
    if (!error) error = snapshots_.keep(options_.snapshots_max);
    if (error) {
        ++counts_.snapshot_failures;
        snapshot_problem_ = snapshots_.path(sequence()) + ": " + error.message();
        return;
    }
    ++counts_.snapshots;
    remove_old_segments();
}

/// What the oldest snapshot that is kept holds needs no replay. One alone could be damaged.
void Follower::remove_old_segments() {
    const auto kept = snapshots_.sequences();
    if (kept.error || kept.value.size() < std::min<std::size_t>(options_.snapshots_max, 2)) return;
    const auto oldest = kept.value.back();
    JournalSource now(journal_storage_, options_.engine.engine_id, options_.instance);
    const auto& segments = now.segments();
    std::size_t count = 0;
    while (count + 1 < segments.size() && segments[count + 1].sequence_before <= oldest &&
           !journal_storage_.remove(shm::segment_file_name(segments[count].number)))
        ++count;
    if (count != 0) static_cast<void>(journal_storage_.sync()); // or they are removed again
    counts_.segments_removed += count;
}

} // namespace pinion::engine
