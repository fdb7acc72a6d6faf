#pragma once

#include "engine/options_fingerprint.h"
#include "engine/recovery/journal_source.h"
#include "engine/recovery/recovery.h"
#include "engine/snapshot/snapshot_files.h"
#include "shm/broadcast_ring.h"
#include "shm/record_log/log_writer.h"
#include "shm/record_log/payloads.h"
#include "shm/record_log/segment_maker.h"
#include "tests/engine/support/event_bytes.h"
#include "tests/engine/support/random_commands.h"
#include "tests/support/faulty_disk.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pinion::engine {

/// Memory of an engine segment's payload.
class LogMemory {
  public:
    static constexpr std::uint64_t log_slots = 256;

    explicit LogMemory(std::uint64_t log_begin)
        : memory_((shm::EngineLayout{log_slots}.bytes() + 63) / 64) {
        shm::EngineView::format(bytes(), {log_slots}, 1, log_begin);
        view().header().durability = shm::Durability::async;
    }

    [[nodiscard]] shm::EngineView view() { return shm::EngineView(bytes()); }

    [[nodiscard]] std::span<std::byte> bytes() {
        return {memory_.front().bytes, memory_.size() * sizeof(Line)};
    }

  private:
    struct alignas(64) Line {
        std::byte bytes[64];
    };

    std::vector<Line> memory_;
};

/// All that was sequenced, and what the state was after each command.
class EventHistory final : public HistorySink {
  public:
    void on_command(const shm::LogRecord& record) override {
        sequences.push_back(record.sequenced.sequence);
    }

    void on_report(const shm::Report& report) override { events.on_report(report); }

    void on_feed_event(const shm::FeedEvent& event) override { events.on_feed_event(event); }

    std::vector<std::uint64_t> sequences;
    EventBytes events;
};

/// What an engine with a journal does, one step at a time, on a disk that fails: sequence, log in
/// shared memory, journal, snapshot; and how it dies.
class PastEngine {
  public:
    static constexpr std::uint64_t segment_bytes = 16 * shm::log_block_bytes;

    explicit PastEngine(std::uint64_t seed) : source(seed), options(source.options()), disk(seed) {
        boot();
    }

    /// Storages see the disk as it is now.
    void boot() {
        ++boot_id;
        top = disk.storage();
        journal = top->directory("journal").value;
        snapshots = top->directory("snapshots").value;
    }

    [[nodiscard]] Recovered recover(HistorySink& sink) {
        return engine::recover(
            {.options = options,
             .instance = instance,
             .journal = *journal,
             .snapshots = *snapshots,
             .boot_id = boot_id,
             .last_segment = memory ? std::optional(memory->view()) : std::nullopt},
            sink);
    }

    [[nodiscard]] Recovered recover() {
        NoHistory nothing;
        return recover(nothing);
    }

    /// Why not; "" if there is no reason.
    [[nodiscard]] std::string refusal() {
        try {
            static_cast<void>(recover());
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return {};
    }

    /// Recovers, and goes on as a new process does.
    void start() {
        auto recovered = recover();
        state = std::move(recovered.engine);
        point = recovered.point;
        maker = std::make_unique<shm::SegmentMaker>(
            *journal, journal_identity(options.engine_id, instance),
            shm::LogOrigin{.engine_epoch = state->engine_epoch(),
                           .boot_id = boot_id,
                           .options_fingerprint = options_fingerprint(options),
                           .cl_ord_id_key = {1, 2}},
            segment_bytes);
        writer = std::make_unique<shm::LogWriter>(*maker, 4 * shm::log_block_bytes);
        ASSERT_FALSE(writer->begin(recovered.journal_place));
        for (const auto& record : recovered.unsynced)
            ASSERT_FALSE(writer->append(shm::payload_of(record)));
        ASSERT_FALSE(writer->sync());
        memory = std::make_unique<LogMemory>(point.sequence);
        log = std::make_unique<shm::BroadcastWriter<shm::LogRecord>>(memory->view().log());
        durable(point.sequence);
        hashes.erase(hashes.upper_bound(point.sequence), hashes.end());
        remember();
    }

    /// Sequences, logs and applies, but tells the journal's writer nothing.
    void run(std::uint64_t count) {
        EventBytes events;
        for (; count != 0; --count) {
            shm::LogRecord record{};
            record.sequenced = source.next();
            record.sequenced.sequence = ++point.sequence;
            record.engine_epoch = state->engine_epoch();
            log->publish(record);
            unwritten.push_back(record);
            state->apply(record.sequenced, events);
            point.time_ns = record.sequenced.time_ns;
            remember();
        }
    }

    /// Hands over what was sequenced to the journal.
    void write() {
        for (const auto& record : unwritten) ASSERT_FALSE(writer->append(shm::payload_of(record)));
        unwritten.clear();
        ASSERT_FALSE(writer->flush());
    }

    void sync() {
        write();
        ASSERT_FALSE(writer->sync());
        durable(point.sequence);
    }

    void snapshot() {
        SnapshotFiles files(*snapshots, options.engine_id, instance);
        JournalSource source_of_chain(*journal, options.engine_id, instance);
        ASSERT_TRUE(source_of_chain.seek(point.sequence + 1));
        auto here = point;
        here.journal_chain = source_of_chain.chain();
        ASSERT_FALSE(files.write(*state, here));
    }

    /// Segment and cache stay.
    void kill() {
        log.reset();
        writer.reset();
        unwritten.clear();
    }

    /// Nothing stays but what the disk has.
    void lose_host() {
        kill();
        memory.reset();
        disk.lose_power();
        boot();
    }

    void durable(std::uint64_t sequence) {
        durable_sequence = sequence;
        memory->view().header().durable_sequence = sequence;
    }

    void remember() { hashes[point.sequence] = state->state_hash(); }

    RandomCommands source;
    EngineOptions options;
    std::string instance = "venue";
    test::FaultyDisk disk;
    std::unique_ptr<shm::Storage> top;
    std::unique_ptr<shm::Storage> journal;
    std::unique_ptr<shm::Storage> snapshots;
    std::uint64_t boot_id = 0;

    std::unique_ptr<MatchingEngine> state;
    SnapshotPoint point{};
    std::unique_ptr<shm::SegmentMaker> maker;
    std::unique_ptr<shm::LogWriter> writer;
    std::unique_ptr<LogMemory> memory;
    std::unique_ptr<shm::BroadcastWriter<shm::LogRecord>> log;
    std::vector<shm::LogRecord> unwritten;
    std::uint64_t durable_sequence = 0;
    std::map<std::uint64_t, std::uint64_t> hashes; ///< of the state, by sequence
};

} // namespace pinion::engine
