#pragma once

#include "shm/record_log/log_writer.h"
#include "shm/record_log/segment_maker.h"

#include <cstdint>
#include <span>
#include <system_error>

namespace pinion::engine {

/// A log that a starting engine brings up to date before anything else happens. Thread safety: one
/// thread. Errors: std::system_error; the start can be repeated then.
class PlainLog {
  public:
    /// Begins a segment at `place`.
    PlainLog(shm::Storage& storage, const shm::LogIdentity& identity, const shm::LogOrigin& origin,
             std::uint64_t segment_bytes, const shm::SegmentPlace& place)
        : maker_(storage, identity, origin, segment_bytes), writer_(maker_, buffer_bytes) {
        require(maker_.remove_blank());
        require(writer_.begin(place));
    }

    void append(std::span<const std::byte> payload) { require(writer_.append(payload)); }

    /// Where the next writer goes on.
    [[nodiscard]] shm::SegmentPlace sync() {
        require(writer_.sync());
        return writer_.durable();
    }

  private:
    static constexpr std::size_t buffer_bytes = 64 * shm::log_block_bytes;

    void require(std::error_code error) const {
        if (error) throw std::system_error(error, maker_.storage().path(""));
    }

    shm::SegmentMaker maker_;
    shm::LogWriter writer_;
};

} // namespace pinion::engine
