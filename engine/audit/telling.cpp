#include "engine/audit/telling.h"

#include "engine/options_fingerprint.h"
#include "engine/recovery/history.h"
#include "engine/recovery/journal_source.h"
#include "engine/recovery/recovery_error.h"
#include "engine/snapshot/snapshot_error.h"
#include "engine/snapshot/snapshot_files.h"

#include <algorithm>
#include <memory>
#include <span>

namespace pinion::engine {

namespace {

struct Beginning {
    std::unique_ptr<MatchingEngine> engine;
    SnapshotPoint point{};
};

Beginning begin(EngineOptions options, const std::string& instance, JournalSource& source,
                shm::Storage& storage) {
    if (source.seek(1)) {
        options.engine_epoch = source.segments().front().engine_epoch;
        return {.engine = std::make_unique<MatchingEngine>(options)};
    }
    const SnapshotFiles snapshots(storage, options.engine_id, instance);
    auto there = snapshots.sequences();
    if (there.error) throw RecoveryError(storage.path("") + ": " + there.error.message());
    std::reverse(there.value.begin(), there.value.end());
    for (const auto sequence : there.value) {
        if (!source.seek(sequence + 1)) continue;
        auto engine = std::make_unique<MatchingEngine>(options);
        try {
            const auto point = snapshots.load(sequence, *engine).point;
            if (point.journal_chain == 0 || point.journal_chain == source.chain())
                return {.engine = std::move(engine), .point = point};
        } catch (const SnapshotError&) {
            continue; // a newer one may be good
        }
    }
    throw RecoveryError("the journal does not begin with the first command, and " +
                        storage.path("") + " has no good snapshot behind which it goes on");
}

void require_same_options(const JournalSource& source, std::uint64_t next,
                          std::uint64_t fingerprint) {
    if (first_of_other_options(source.segments(), next - 1, fingerprint) <= next)
        throw RecoveryError("commands from " + std::to_string(next) +
                            " on were made by an engine of other options: use its config");
}

} // namespace

void tell_history(const EngineOptions& options, const std::string& instance, shm::Storage& journal,
                  shm::Storage& snapshots, HistorySink& sink, const std::function<bool()>& wait) {
    JournalSource source(journal, options.engine_id, instance);
    if (!source.is_there()) throw RecoveryError(journal.path("") + ": there is no journal");
    const auto beginning = begin(options, instance, source, snapshots);
    const auto fingerprint = options_fingerprint(options);
    History history(*beginning.engine, beginning.point, sink);
    shm::LogRecord record;
    do {
        while (source.read(record)) {
            require_same_options(source, record.sequenced.sequence, fingerprint);
            history.play(std::span(&record, 1), source.path());
        }
    } while (wait());
}

} // namespace pinion::engine
