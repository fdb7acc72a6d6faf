#include "tests/simulation/engine_watch.h"

#include "engine/recovery/journal_source.h"
#include "shm/record_log/log_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <string>

namespace pinion::test {

void EngineWatch::observe() {
    shm::LogRecord record;
    while (log_->poll(record) == shm::BroadcastRead::ready) twin_.apply(record);
    compare_states();
    remember_what_was_told();
}

void EngineWatch::compare_states() {
    shm::EngineCheckpoint checkpoint{};
    const std::uint64_t sequence = twin_.sequence();
    if (sequence == compared_ || !engine_.view().header().checkpoint.try_read(checkpoint, sequence))
        return;
    compared_ = sequence;
    EXPECT_EQ(checkpoint.state_hash, twin_.engine().state_hash()) << sequence;
    EXPECT_EQ(checkpoint.book_hash, twin_.engine().book_hash()) << sequence;
    EXPECT_EQ(checkpoint.feed_sequence, twin_.feed_events()) << sequence;
}

void EngineWatch::remember_what_was_told() {
    const auto& options = engine_.options();
    for (const auto& gateway : options.gateways) {
        const auto& told = twin_.reports(gateway.index);
        const std::uint64_t last = engine_.reports_written(gateway.id);
        EXPECT_LE(last, twin_.engine().report_sequence(gateway.index)) << "nobody said that";
        const auto behind =
            std::upper_bound(told.begin(), told.end(), last, [](auto number, const auto& report) {
                return number < report.report_sequence;
            });
        if (behind != told.begin())
            told_.command = std::max(told_.command, std::prev(behind)->command_sequence);
    }
    told_.feed_events = std::max(told_.feed_events, engine_.feed_events_written());
    EXPECT_LE(told_.feed_events, twin_.feed_events()) << "nobody said that";
}

void EngineWatch::check_start(bool is_host_lost, bool are_files_damaged) {
    const std::uint64_t logged = twin_.sequence();
    const std::uint64_t kept = take_over_history();
    if (testing::Test::HasFailure()) return;
    const bool may_lose = is_host_lost && engine_.options().durability != shm::Durability::sync;
    EXPECT_TRUE(is_host_lost || kept == logged) << "a process died, and took something with it";
    EXPECT_TRUE(may_lose || kept >= told_.command) << "acknowledged, and lost";
    EXPECT_TRUE(may_lose || twin_.feed_events() >= told_.feed_events) << "seen, and lost";
    told_ = {};
    compared_ = 0;
    log_.emplace(engine_.view().log());
    check_output_logs(are_files_damaged);
}

/// Cuts the twin's history, and adds what starts did: some may have been cut off behind it. How
/// much is left of what there was.
std::uint64_t EngineWatch::take_over_history() {
    const auto directory = engine_.directory("journal");
    const auto& options = engine_.options();
    engine::JournalSource journal(*directory, options.engine.engine_id, options.instance);
    std::uint64_t kept = engine_.view().header().applied_sequence.load();
    std::vector<shm::LogRecord> added;
    for (shm::LogRecord record;
         kept != 0 && journal.seek(kept) && journal.read(record) &&
         record.sequenced.command.kind == shm::CommandKind::host_lost && !twin_.has(record);
         --kept)
        added.insert(added.begin(), record);
    EXPECT_LE(kept, twin_.sequence()) << "nobody asked for that";
    if (kept > twin_.sequence()) return kept;
    const auto& segments = journal.segments();
    const bool is_first_there = !segments.empty() && segments.front().first_sequence == 1;
    if (segments.empty()) twin_.begin_in(engine_.epoch());
    if (is_first_there) twin_.begin_in(segments.front().engine_epoch);
    twin_.cut(kept);
    for (const auto& record : added) twin_.apply(record);
    return kept;
}

/// They hold what the history has told, or say that they are damaged: nobody reads all of them at a
/// start.
void EngineWatch::check_output_logs(bool are_files_damaged) {
    const auto& options = engine_.options();
    for (const auto& gateway : options.gateways) {
        const auto directory = engine_.directory("output." + std::to_string(gateway.id));
        shm::LogReader reader(*directory, {shm::LogKind::output, options.engine.engine_id,
                                           gateway.id, options.instance});
        shm::LogEntry entry{};
        shm::LogRead outcome = reader.seek_first();
        for (const auto& told : twin_.reports(gateway.index)) {
            if (outcome == shm::LogRead::ready) outcome = reader.poll(entry);
            if (are_files_damaged && outcome == shm::LogRead::damaged) return;
            ASSERT_EQ(outcome, shm::LogRead::ready)
                << reader.problem() << " report " << told.report_sequence;
            ASSERT_EQ(entry.sequence, told.report_sequence);
            ASSERT_EQ(std::memcmp(entry.payload.data(), &told, sizeof(told)), 0) << entry.sequence;
        }
        if (outcome == shm::LogRead::ready) outcome = reader.poll(entry);
        if (are_files_damaged && outcome == shm::LogRead::damaged) return;
        ASSERT_EQ(outcome, shm::LogRead::end) << reader.problem() << entry.sequence;
    }
}

} // namespace pinion::test
