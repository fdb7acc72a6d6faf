#pragma once

#include "shm/broadcast_ring.h"
#include "shm/record_log/log_writer.h"
#include "shm/record_log/segment_maker.h"
#include "shm/sys/agent.h"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace pinion::engine {

template <class Message>
class RingLog {
  public:
    RingLog(shm::Storage& storage, const shm::LogIdentity& identity, const shm::LogOrigin& origin,
            std::uint64_t segment_bytes, const shm::SegmentPlace& place, std::span<std::byte> ring,
            std::atomic<std::uint64_t>& published, bool is_synced);
    std::uint64_t do_work();
    void sync();

    [[nodiscard]] std::uint64_t durable() const { return durable_; }

  private:
    void fail(std::error_code error);

    shm::SegmentMaker maker_;
    shm::LogWriter writer_;
    shm::BroadcastReader<Message> ring_;
    std::atomic<std::uint64_t>& published_;
    bool is_synced_;
    bool has_failed_ = true;
    std::uint64_t durable_;
    shm::SegmentPlace place_;
    std::chrono::steady_clock::time_point retry_at_{};
};

template <class Message>
class RingLogs final : public shm::Agent {
  public:
    std::vector<std::unique_ptr<RingLog<Message>>> logs;

    std::uint64_t do_work() override {
        std::uint64_t count = 0;
        for (auto& log : logs) count += log->do_work();
        return count;
    }

    void on_close() override {
        while (do_work() > 0) {
        }
        for (auto& log : logs) log->sync();
    }
};

} // namespace pinion::engine
