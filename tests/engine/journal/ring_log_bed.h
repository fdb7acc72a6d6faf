#pragma once

#include "engine/journal/ring_log_writer.h"
#include "shm/broadcast_ring.h"
#include "shm/record_log/log_reader.h"
#include "shm/record_log/payloads.h"
#include "shm/record_log/segment_maker.h"
#include "shm/storage/storage.h"
#include "tests/shm/ring_memory.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>

namespace pinion::engine::test {

inline constexpr std::uint64_t ring_slots = 256;

/// What tests need to know of a message to make it and to know it again.
inline void number(shm::LogRecord& record, std::uint64_t sequence) {
    record.sequenced.sequence = sequence;
    record.sequenced.time_ns = static_cast<std::int64_t>(sequence * 1'000'003);
    record.ring_position = sequence * 7;
}

inline void number(shm::Report& report, std::uint64_t sequence) {
    report.report_sequence = sequence;
    report.time_ns = static_cast<std::int64_t>(sequence * 1'000'003);
}

template <class Message>
Message message_of(std::uint64_t sequence) {
    Message message{};
    number(message, sequence);
    return message;
}

template <class Message>
shm::LogIdentity log_identity() {
    return {std::is_same_v<Message, shm::Report> ? shm::LogKind::output : shm::LogKind::journal, 1,
            std::uint16_t{std::is_same_v<Message, shm::Report> ? 2 : 0}, "test"};
}

/// A ring, and all that carries it to a storage. Time stands still unless `now_ns` is moved.
template <class Message>
struct RingLogBed {
    RingLogBed(shm::Storage& a_storage, const shm::SegmentPlace& place, std::uint64_t segment_bytes)
        : storage(a_storage),
          maker(storage, log_identity<Message>(), {1, 2, 3, {4, 5}}, segment_bytes), supply(maker),
          ring_memory(shm::BroadcastRing<Message>::bytes(ring_slots)),
          durable(place.first_sequence - 1), written(durable.load()) {
        shm::BroadcastRing<Message>::format(ring_memory.span(), ring_slots);
        ring = std::make_unique<shm::BroadcastWriter<Message>>(ring_memory.span());
        while (ring->staged() + 1 < place.first_sequence) publish();
        const bool is_journal = log_identity<Message>().kind == shm::LogKind::journal;
        writer = std::make_unique<RingLogWriter<Message>>(typename RingLogWriter<Message>::Parts{
            .name = "log",
            .syncing = is_journal ? Syncing::each_batch : Syncing::now_and_then,
            .segments = supply,
            .place = place,
            .ring = ring_memory.span(),
            .written = &written,
            .durable = durable,
            .clock = [this] { return now_ns.load(); },
            .counters = {}});
    }

    void publish() { ring->publish(message_of<Message>(ring->staged() + 1)); }

    /// As the matcher does: a slot is used again when its message is durable (journal), or written.
    [[nodiscard]] bool has_room() const {
        const auto& last =
            log_identity<Message>().kind == shm::LogKind::journal ? durable : written;
        return ring->staged() - last.load() < ring_slots;
    }

    void turn() {
        static_cast<void>(supply.make_ahead());
        static_cast<void>(writer->do_work());
        now_ns += 1'000'000;
    }

    void turns(int count) {
        while (count-- > 0) turn();
    }

    shm::Storage& storage;
    shm::SegmentMaker maker;
    SegmentSupply supply;
    shm::test::RingMemory ring_memory;
    std::unique_ptr<shm::BroadcastWriter<Message>> ring;
    std::atomic<std::uint64_t> durable;
    std::atomic<std::uint64_t> written;
    std::atomic<std::int64_t> now_ns{1'000'000'000};
    std::unique_ptr<RingLogWriter<Message>> writer;
};

/// What is found from the first record on; `place` is where a writer goes on.
struct Found {
    std::uint64_t count = 0;
    bool is_right = true; ///< each record is the one that was written under its sequence
    bool is_refused = false;
    std::string problem;
    shm::SegmentPlace place;
};

template <class Message>
Found read_log(shm::Storage& storage) {
    shm::LogReader reader(storage, log_identity<Message>());
    Found found;
    shm::LogRead outcome = reader.seek_first();
    shm::LogEntry entry{};
    while (outcome == shm::LogRead::ready &&
           (outcome = reader.poll(entry)) == shm::LogRead::ready) {
        const auto expected = message_of<Message>(entry.sequence);
        const auto payload = shm::payload_of(expected);
        found.is_right &= entry.sequence == ++found.count &&
                          std::equal(payload.begin(), payload.end(), entry.payload.begin());
    }
    found.is_refused = outcome != shm::LogRead::end || reader.examine_end() == shm::LogEnd::damaged;
    found.problem = reader.problem();
    found.place = reader.place();
    return found;
}

} // namespace pinion::engine::test
