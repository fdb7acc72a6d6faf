#include "engine/recovery/history.h"
#include "engine/recovery/journal_ahead.h"
#include "engine/recovery/journal_source.h"
#include "engine/recovery/recovery.h"
#include "engine/snapshot/snapshot_files.h"
#include "latency/bench/groups.h"
#include "latency/bench/own_journal.h"
#include "shm/sys/clock.h"

#include <memory>
#include <stdexcept>

namespace pinion::latency {

namespace {

constexpr std::size_t restart_commands = 10'000'000;
constexpr std::size_t replay_commands = 2'000'000;

void require_state(const OwnJournal& journal, const engine::MatchingEngine& engine) {
    if (engine.state_hash() != journal.state_hash())
        throw std::runtime_error("the replay came to another state");
}

double seconds_since(std::int64_t start_ns) {
    return static_cast<double>(shm::monotonic_now_ns() - start_ns) / 1e9;
}

double restart_seconds(const OwnJournal& journal) {
    engine::NoHistory nothing;
    const auto start_ns = shm::monotonic_now_ns();
    const auto recovered = engine::recover(journal.sources(), nothing);
    const auto seconds = seconds_since(start_ns);
    require_state(journal, *recovered.engine);
    return seconds;
}

double replay_rate(const OwnJournal& journal) {
    const auto sources = journal.sources();
    const engine::SnapshotFiles snapshots(sources.snapshots, sources.options.engine_id,
                                          sources.instance);
    engine::MatchingEngine engine(sources.options);
    const auto info = snapshots.load(snapshots.sequences().value.at(0), engine);
    engine::JournalSource source(sources.journal, sources.options.engine_id, sources.instance);
    engine::NoHistory nothing;
    engine::History history(engine, info.point, nothing);

    const auto start_ns = shm::monotonic_now_ns();
    if (!source.seek(info.point.sequence + 1)) throw std::runtime_error("there is no journal");
    engine::JournalAhead ahead(source);
    for (auto records = ahead.next(); !records.empty(); records = ahead.next())
        history.play(records, source.path());
    const auto seconds = seconds_since(start_ns);
    require_state(journal, engine);
    return static_cast<double>(journal.commands()) / 1e6 / seconds;
}

} // namespace

void add_replay_rows(std::vector<Row>& rows) {
    rows.push_back({.group = "replay",
                    .name = "replay_rate",
                    .what = "commands of book_w1 from a journal through the whole engine",
                    .unit = Unit::million_per_second,
                    .floor_name = "",
                    .goal = ">= 3",
                    .cores = 0, // it reads in a thread of its own
                    .prepare = [](std::span<const int>) -> Probe {
                        const auto journal = std::make_shared<OwnJournal>(replay_commands);
                        return {.value = [=] { return replay_rate(*journal); }, .floor = {}};
                    }});
    rows.push_back({.group = "replay",
                    .name = "restart_10m",
                    .what = "an engine from a snapshot and 10 million commands behind it",
                    .unit = Unit::seconds,
                    .floor_name = "",
                    .goal = "<= 10",
                    .cores = 0, // it reads in a thread of its own
                    .pairs_max = 3,
                    .prepare = [](std::span<const int>) -> Probe {
                        const auto journal = std::make_shared<OwnJournal>(restart_commands);
                        return {.value = [=] { return restart_seconds(*journal); }, .floor = {}};
                    }});
}

} // namespace pinion::latency
