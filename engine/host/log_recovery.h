#pragma once

#include "shm/segment.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

namespace pinion::engine {

/// What a dead engine's log tells its successor.
struct LogRecovery {
    std::uint32_t engine_epoch = 0; ///< of the dead engine; 0: there was none
    /// By gateway id: position of the first command that was not logged. Gateways of whose commands
    /// none was logged are not there.
    std::map<std::uint16_t, std::uint64_t> consumed;
};

/// Reads the log of an engine segment's payload. Its contents are not trusted: records that do not
/// belong there are passed over, and no more than the ring's slots are looked at. Throws
/// std::runtime_error if the payload is no engine's.
[[nodiscard]] LogRecovery recover_log(std::span<std::byte> engine_payload);

/// The engine segment that the last engine left; nothing if there is none, or a damaged one. Throws
/// SegmentError if another version of Pinion wrote it.
[[nodiscard]] std::optional<shm::Segment> open_last_engine(const std::string& segment_name);

/// What is read in it; a recovery of nothing if there is none.
[[nodiscard]] LogRecovery recover_log(const std::optional<shm::Segment>& last_engine);

/// UTC seconds, or the epoch after `previous` if that is later. Throws std::runtime_error when
/// epochs are used up.
[[nodiscard]] std::uint32_t next_engine_epoch(std::uint32_t previous, std::int64_t utc_now_ns);

} // namespace pinion::engine
