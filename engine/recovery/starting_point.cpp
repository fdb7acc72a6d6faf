#include "engine/recovery/starting_point.h"

#include "engine/recovery/recovery_error.h"
#include "engine/snapshot/snapshot_error.h"

#include <utility>

namespace pinion::engine {

namespace {

class Search {
  public:
    Search(const EngineOptions& options, const SnapshotFiles& snapshots, JournalSource& journal,
           std::vector<std::string>& story)
        : options_(options), snapshots_(snapshots), journal_(journal), story_(story) {}

    StartingPoint run() {
        const auto there = listed(snapshots_);
        if (!there.empty()) result_.newest_snapshot = there.front();
        for (const auto sequence : there)
            if (load(sequence)) return std::move(result_);
        begin_at_the_beginning();
        return std::move(result_);
    }

  private:
    [[nodiscard]] bool load(std::uint64_t sequence) {
        auto engine = std::make_unique<MatchingEngine>(options_);
        try {
            const auto point = snapshots_.load(sequence, *engine).point;
            if (!is_of_this_journal(point)) return false;
            result_.engine = std::move(engine);
            result_.point = point;
            story_.push_back("took the snapshot " + snapshots_.path(sequence));
            return true;
        } catch (const SnapshotError& error) {
            story_.push_back(std::string("passed over a snapshot: ") + error.what());
            return false;
        }
    }

    [[nodiscard]] bool is_of_this_journal(const SnapshotPoint& point) {
        if (!journal_.is_there()) return true;
        const auto passed_over = "passed over the snapshot " + snapshots_.path(point.sequence);
        if (!journal_.seek(point.sequence + 1)) {
            story_.push_back(passed_over + ": the journal does not go on behind it");
            return false;
        }
        if (point.journal_chain == 0 || point.journal_chain == journal_.chain()) return true;
        story_.push_back(passed_over + ": it is of another history than the journal");
        return false;
    }

    /// The journal's first segment knows the epoch that the engine had then.
    void begin_at_the_beginning() {
        auto options = options_;
        if (journal_.is_there()) {
            if (!journal_.seek(1))
                throw RecoveryError("no good snapshot is there, and the journal in " +
                                    journal_.path() +
                                    " does not begin with the first command: bring a snapshot or "
                                    "the older segments back" +
                                    joined(story_));
            options.engine_epoch = journal_.segments().front().engine_epoch;
        } else if (result_.newest_snapshot != 0) {
            throw RecoveryError("there is no journal, and no good snapshot" + joined(story_));
        }
        result_.engine = std::make_unique<MatchingEngine>(options);
        story_.emplace_back("began with an empty book");
    }

    const EngineOptions& options_;
    const SnapshotFiles& snapshots_;
    JournalSource& journal_;
    std::vector<std::string>& story_;
    StartingPoint result_{};
};

} // namespace

std::vector<std::uint64_t> listed(const SnapshotFiles& snapshots) {
    auto there = snapshots.sequences();
    if (there.error) throw RecoveryError(snapshots.path() + ": " + there.error.message());
    return std::move(there.value);
}

StartingPoint find_starting_point(const EngineOptions& options, const SnapshotFiles& snapshots,
                                  JournalSource& journal, std::vector<std::string>& story) {
    return Search(options, snapshots, journal, story).run();
}

std::string joined(const std::vector<std::string>& story) {
    std::string text;
    for (const auto& line : story) text += "; " + line;
    return text;
}

} // namespace pinion::engine
