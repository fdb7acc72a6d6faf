#include "engine/host/plain_writers.h"

#include "shm/record_log/payloads.h"

#include <spdlog/spdlog.h>

namespace pinion::engine {

template <class Message>
RingLog<Message>::RingLog(shm::Storage& storage, const shm::LogIdentity& identity,
                          const shm::LogOrigin& origin, std::uint64_t segment_bytes,
                          const shm::SegmentPlace& place, std::span<std::byte> ring,
                          std::atomic<std::uint64_t>& published, bool is_synced)
    : maker_(storage, identity, origin, segment_bytes), writer_(maker_, 64 * 4096), ring_(ring),
      published_(published), is_synced_(is_synced), durable_(place.first_sequence - 1),
      place_(place) {
    static_cast<void>(maker_.remove_blank());
}

template <class Message>
void RingLog<Message>::fail(std::error_code error) {
    spdlog::error("{}: {}", maker_.storage().path(""), error.message());
    has_failed_ = true;
    retry_at_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
    place_ = writer_.durable();
}

template <class Message>
std::uint64_t RingLog<Message>::do_work() {
    if (has_failed_) {
        if (std::chrono::steady_clock::now() < retry_at_) return 0;
        if (const auto error = writer_.begin(place_)) return fail(error), 0;
        has_failed_ = false;
        ring_.seek(place_.first_sequence);
    }
    std::uint64_t count = 0;
    Message message;
    while (count < 256 && ring_.poll(message) == shm::BroadcastRead::ready) {
        if (const auto error = writer_.append(shm::payload_of(message))) return fail(error), 0;
        ++count;
    }
    if (count == 0) return 0;
    if (const auto error = is_synced_ ? writer_.sync() : writer_.flush()) return fail(error), 0;
    if (is_synced_) durable_ = writer_.written();
    published_.store(writer_.written(), std::memory_order_release);
    return count;
}

template <class Message>
void RingLog<Message>::sync() {
    if (has_failed_) return;
    if (const auto error = writer_.sync()) return fail(error);
    durable_ = writer_.written();
}

template class RingLog<shm::LogRecord>;
template class RingLog<shm::Report>;

} // namespace pinion::engine
