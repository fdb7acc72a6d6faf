#include "engine/host/log_recovery.h"

#include "shm/broadcast_ring.h"
#include "shm/layout/engine_segment.h"
#include "shm/messages/log_record.h"
#include "shm/segment.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace pinion::engine {

namespace {

void note(LogRecovery& recovery, const shm::LogRecord& record) {
    if (record.engine_epoch != recovery.engine_epoch) return;
    if (record.ring_position == shm::LogRecord::no_ring) return;
    std::uint64_t& consumed = recovery.consumed[record.gateway_id];
    consumed = std::max(consumed, record.ring_position + 1);
}

} // namespace

LogRecovery recover_log(std::span<std::byte> engine_payload) {
    const shm::EngineView view(engine_payload);
    LogRecovery recovery{view.header().engine_epoch.load(std::memory_order_acquire), {}};

    shm::BroadcastReader<shm::LogRecord> log(view.log());
    // The writer may have died between a record's stamp and the hint that counts it.
    const std::uint64_t last = log.written() + 1;
    const std::uint64_t count = std::min(last, log.slot_count());
    shm::LogRecord record;
    for (std::uint64_t i = 0; i < count; ++i) {
        log.seek(last - i);
        if (log.poll(record) == shm::BroadcastRead::ready) note(recovery, record);
    }
    return recovery;
}

std::optional<shm::Segment> open_last_engine(const std::string& segment_name) {
    try {
        auto segment = shm::Segment::open(segment_name, shm::SegmentKind::engine, 0,
                                          shm::SegmentAccess::read_only);
        static_cast<void>(shm::EngineView(segment.payload()));
        return segment;
    } catch (const shm::SegmentError& error) {
        if (error.code() == shm::SegmentError::Code::wrong_layout) throw;
        if (error.code() != shm::SegmentError::Code::missing)
            spdlog::warn("starting without the last engine's log: {}", error.what());
    } catch (const std::runtime_error& error) {
        spdlog::warn("starting without the last engine's log: {}: {}", segment_name, error.what());
    }
    return std::nullopt;
}

LogRecovery recover_log(const std::optional<shm::Segment>& last_engine) {
    return last_engine ? recover_log(last_engine->payload()) : LogRecovery{};
}

std::uint32_t next_engine_epoch(std::uint32_t previous, std::int64_t utc_now_ns) {
    constexpr std::int64_t epoch_max = std::numeric_limits<std::uint32_t>::max();
    const std::int64_t next = std::max(utc_now_ns / 1'000'000'000, std::int64_t{previous} + 1);
    if (next > epoch_max)
        throw std::runtime_error("no engine epoch is left after " + std::to_string(previous));
    return static_cast<std::uint32_t>(next);
}

} // namespace pinion::engine
