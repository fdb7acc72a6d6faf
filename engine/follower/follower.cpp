#include "engine/follower/follower.h"

#include "engine/follower/old_segments.h"
#include "engine/options_fingerprint.h"
#include "engine/recovery/recovery_error.h"
#include "engine/recovery/starting_point.h"
#include "shm/broadcast_ring.h"

#include <algorithm>
#include <limits>
#include <span>

namespace pinion::engine {

Follower::Follower(const FollowerOptions& options, shm::Storage& journal, shm::Storage& snapshots)
    : options_(options), journal_storage_(journal),
      snapshots_(snapshots, options.engine.engine_id, options.instance), batch_(batch_records) {
    begin();
}

void Follower::begin() {
    journal_ = std::make_unique<JournalSource>(journal_storage_, options_.engine.engine_id,
                                               options_.instance);
    story_.clear();
    auto start = find_starting_point(options_.engine, snapshots_, *journal_, story_);
    engine_ = std::move(start.engine);
    history_ = std::make_unique<History>(*engine_, start.point, nobody_);
    saved_ = start.point.sequence;
    saved_at_ns_ = options_.clock();
}

void Follower::meet(const shm::EngineView& engine) {
    if (engine.header().durability == shm::Durability::none)
        throw RecoveryError("the engine runs with durability \"none\": it keeps no journal");
    if (sequence() == 0) begin(); // or it was there before the journal
    require_same_history();
    if (first_of_other_options(journal_->segments(), sequence(),
                               options_fingerprint(options_.engine)) !=
        std::numeric_limits<std::uint64_t>::max())
        throw RecoveryError(
            "the engine has other options: start the follower anew with its config");
}

/// Somebody may have moved the journal away, and another history may have come as far by now.
void Follower::require_same_history() {
    shm::LogRecord record;
    const bool is_other = last_.sequenced.sequence != 0 && journal_->seek(sequence()) &&
                          journal_->read(record) && !are_equal(record, last_);
    if (is_other || !journal_->seek(sequence() + 1))
        throw RecoveryError(journal_->path() +
                            " does not hold the history that was followed up to the command " +
                            std::to_string(sequence()) + ": start the follower anew");
}

bool Follower::follow(const shm::EngineView& engine, const AreDurable& are_durable) {
    if (is_checkpoint_due() && !compare(engine)) return false;
    if (is_snapshot_due()) {
        if (!are_durable(*engine_)) return false;
        write_snapshot();
        return true;
    }
    const auto durable = engine.header().durable_sequence.load(std::memory_order_acquire);
    const auto last = std::min(durable, next_stop());
    if (last <= sequence()) return false;
    const auto commands = read(engine, last);
    if (commands.empty()) return false;
    history_->play(commands, "the engine's log");
    last_ = commands.back();
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

/// Commands up to `last`. They are durable, so they are somewhere.
std::span<const shm::LogRecord> Follower::read(const shm::EngineView& engine, std::uint64_t last) {
    shm::BroadcastReader<shm::LogRecord> log(engine.log());
    log.seek(sequence() + 1);
    const auto wanted =
        std::span(batch_).first(std::min<std::uint64_t>(batch_.size(), last - sequence()));
    std::size_t count = 0;
    while (count < wanted.size() && log.poll(wanted[count]) == shm::BroadcastRead::ready) ++count;
    return count != 0 ? wanted.first(count) : read_journal(wanted);
}

std::span<const shm::LogRecord> Follower::read_journal(std::span<shm::LogRecord> wanted) {
    journal_->go_to(sequence() + 1);
    std::size_t count = 0;
    while (count < wanted.size() && journal_->read(wanted[count])) ++count;
    counts_.commands_from_journal += count;
    return wanted.first(count);
}

bool Follower::is_checkpoint_due() const {
    const auto interval = options_.checkpoint_interval;
    return interval != 0 && sequence() != compared_ && sequence() % interval == 0;
}

/// False if the engine has not come so far, or not said so. A checkpoint that it has passed since
/// is gone.
bool Follower::compare(const shm::EngineView& engine) {
    const auto& cell = engine.header().checkpoint;
    shm::EngineCheckpoint checkpoint{};
    if (cell.try_read(checkpoint, sequence())) {
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
    if (options_.snapshot_interval != 0 && sequence() >= saved_ + options_.snapshot_interval)
        return true;
    return options_.snapshot_interval_ns != 0 && sequence() != saved_ &&
           options_.clock() >= saved_at_ns_ + options_.snapshot_interval_ns;
}

void Follower::write_snapshot() {
    saved_ = sequence();
    saved_at_ns_ = options_.clock();
    snapshot_problem_.clear();
    auto point = history_->point();
    journal_->go_to(sequence() + 1);
    point.journal_chain = journal_->chain();
    shm::Stored<std::vector<std::uint64_t>> kept{snapshots_.write(*engine_, point)};
    if (!kept.error) kept = snapshots_.keep(options_.snapshots_max);
    if (kept.error) {
        ++counts_.snapshot_failures;
        snapshot_problem_ = snapshots_.path(sequence()) + ": " + kept.error.message();
        return;
    }
    ++counts_.snapshots;
    // What all snapshots hold needs no replay; one alone could be damaged.
    if (kept.value.size() >= std::min<std::size_t>(options_.snapshots_max, 2))
        counts_.segments_removed +=
            remove_old_segments(journal_storage_, journal_->segments(), kept.value.back());
}

} // namespace pinion::engine
