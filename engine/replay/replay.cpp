#include "engine/replay/replay.h"

#include "engine/options_fingerprint.h"
#include "engine/recovery/history.h"
#include "engine/recovery/journal_ahead.h"
#include "engine/recovery/journal_source.h"
#include "engine/recovery/recovery_error.h"
#include "engine/recovery/starting_point.h"
#include "engine/snapshot/snapshot_files.h"
#include "shm/record_log/record_frame.h"
#include "shm/sys/clock.h"

#include <algorithm>
#include <span>

namespace pinion::engine {

namespace {

/// One number of all events.
class EventHash final : public HistorySink {
  public:
    void on_command(const shm::LogRecord&) override {}

    void on_report(const shm::Report& report) override { fold(report); }

    void on_feed_event(const shm::FeedEvent& event) override { fold(event); }

    [[nodiscard]] std::uint64_t value() const { return value_; }

  private:
    template <typename Event>
    void fold(const Event& event) {
        value_ = shm::next_chain(value_, ++count_, std::as_bytes(std::span(&event, 1)));
    }

    std::uint64_t value_ = shm::chain_start;
    std::uint64_t count_ = 0;
};

SnapshotPoint load_snapshot(const ReplayOptions& options, shm::Storage& storage,
                            MatchingEngine& engine) {
    const SnapshotFiles snapshots(storage, options.engine.engine_id, options.instance);
    const auto there = listed(snapshots);
    const auto found = std::find_if(there.begin(), there.end(), [&](std::uint64_t sequence) {
        return sequence <= options.until;
    });
    if (found == there.end())
        throw RecoveryError(snapshots.path() + ": there is no snapshot to begin with");
    return snapshots.load(*found, engine).point;
}

void play(const ReplayOptions& options, JournalSource& source, History& history) {
    const auto refused = first_of_other_options(source.segments(), history.point().sequence,
                                                options_fingerprint(options.engine));
    JournalAhead ahead(source);
    while (history.point().sequence < options.until) {
        auto records = ahead.next();
        if (records.empty()) {
            static_cast<void>(source.look_at_end()); // a torn end is not ours to cut
            return;
        }
        const auto left = options.until - history.point().sequence;
        records = records.first(std::min<std::uint64_t>(left, records.size()));
        if (records.back().sequenced.sequence >= refused)
            throw RecoveryError("commands from " + std::to_string(refused) +
                                " on were made by an engine of other options: replay them with its "
                                "config, from a snapshot before them");
        history.play(records, source.path());
    }
}

} // namespace

ReplayResult replay(const ReplayOptions& options, shm::Storage& journal, shm::Storage& snapshots) {
    JournalSource source(journal, options.engine.engine_id, options.instance);
    source.require();
    auto engine_options = options.engine;
    engine_options.engine_epoch = source.segments().front().engine_epoch;
    MatchingEngine engine(engine_options);
    SnapshotPoint point{};
    if (options.from_snapshot) point = load_snapshot(options, snapshots, engine);
    if (!source.seek(point.sequence + 1))
        throw RecoveryError(
            source.path() + ": the journal does not begin with the command " +
            std::to_string(point.sequence + 1) +
            (options.from_snapshot ? "" : "; there may be a snapshot to begin with"));

    EventHash events;
    History history(engine, point, events);
    const auto start_ns = shm::monotonic_now_ns();
    play(options, source, history);
    const auto seconds = static_cast<double>(shm::monotonic_now_ns() - start_ns) / 1e9;
    const auto last = history.point().sequence;
    return {.first_sequence = point.sequence + 1,
            .last_sequence = last,
            .state_hash = engine.state_hash(),
            .book_hash = engine.book_hash(),
            .event_hash = events.value(),
            .seconds = seconds,
            .million_per_second = static_cast<double>(last - point.sequence) / 1e6 / seconds};
}

} // namespace pinion::engine
