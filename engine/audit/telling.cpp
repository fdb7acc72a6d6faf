#include "engine/audit/telling.h"

#include "engine/options_fingerprint.h"
#include "engine/recovery/recovery_error.h"
#include "engine/recovery/starting_point.h"
#include "engine/snapshot/snapshot_error.h"

#include <algorithm>
#include <span>
#include <vector>

namespace pinion::engine {

namespace {

/// Commands behind which there may be a beginning, the best one first.
std::vector<std::uint64_t> beginnings(const SnapshotFiles& snapshots, std::uint64_t first) {
    auto sequences = listed(snapshots);
    sequences.push_back(0);
    const auto later = std::find_if(sequences.begin(), sequences.end(),
                                    [&](std::uint64_t sequence) { return sequence < first; });
    std::reverse(sequences.begin(), later);
    std::rotate(sequences.begin(), later, sequences.end());
    return sequences;
}

} // namespace

Telling::Telling(const HistorySources& sources, std::uint64_t first, HistorySink& sink)
    : options_(sources.options), fingerprint_(options_fingerprint(options_)),
      source_(sources.journal, options_.engine_id, sources.instance),
      snapshots_(sources.snapshots, options_.engine_id, sources.instance) {
    source_.require();
    const auto possible = beginnings(snapshots_, first);
    if (std::none_of(possible.begin(), possible.end(),
                     [&](std::uint64_t sequence) { return begin_behind(sequence, first); }))
        throw RecoveryError(
            source_.path() +
            " has no command, neither the first one nor behind a good snapshot in " +
            snapshots_.path() + ", that was made with these options: use the config of that time");
    history_.emplace(*engine_, point_, sink);
}

/// Commands between that one and `first` must be of the same options, and so must the next.
bool Telling::begin_behind(std::uint64_t sequence, std::uint64_t first) {
    if (!source_.seek(sequence + 1)) return false;
    const auto last = std::max(sequence + 1, first);
    return first_of_other_options(source_.segments(), sequence, fingerprint_) > last &&
           load(sequence);
}

bool Telling::load(std::uint64_t sequence) {
    if (sequence == 0) {
        auto options = options_;
        options.engine_epoch = source_.segments().front().engine_epoch;
        engine_ = std::make_unique<MatchingEngine>(options);
        return true;
    }
    engine_ = std::make_unique<MatchingEngine>(options_);
    try {
        point_ = snapshots_.load(sequence, *engine_).point;
    } catch (const SnapshotError&) {
        return false; // another one may be good
    }
    return point_.journal_chain == 0 || point_.journal_chain == source_.chain();
}

bool Telling::next() {
    shm::LogRecord record;
    if (!source_.read(record)) return false;
    const auto sequence = record.sequenced.sequence;
    if (first_of_other_options(source_.segments(), sequence - 1, fingerprint_) <= sequence)
        throw RecoveryError("commands from " + std::to_string(sequence) +
                            " on were made with other options: use the config of that time");
    history_->play(std::span(&record, 1), source_.path());
    return true;
}

} // namespace pinion::engine
