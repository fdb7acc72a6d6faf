#pragma once

#include "shm/record_log/log_end.h"
#include "shm/storage/storage.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace pinion::engine {

/// What a journal holds. Every record of it was checked, and so was the chain that joins them.
struct JournalCoverage {
    std::size_t segments;
    std::uint64_t first_sequence;
    std::uint64_t last_sequence; ///< below the first one: the journal has no commands yet
    std::int64_t first_time_ns;  ///< UTC
    std::int64_t last_time_ns;
    std::uint64_t chain_before; ///< the first command's chain goes on from here
    std::uint64_t chain;        ///< after the last
    shm::LogEnd end;            ///< clean or torn
};

/// Reads a whole journal; an engine may be writing it. Throws RecoveryError, with file, offset and
/// sequence, if it is damaged or not there. `done` is called behind each
/// record.
[[nodiscard]] JournalCoverage verify_journal(shm::Storage& journal, std::uint16_t engine,
                                             const std::string& instance,
                                             const std::function<void(std::uint64_t)>& done);

} // namespace pinion::engine
