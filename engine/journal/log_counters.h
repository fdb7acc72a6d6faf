#pragma once

#include "shm/counters.h"

#include <string>

namespace pinion::engine {

/// What the writer of a log counts: `journal_commits_total` and so on.
struct LogCounters {
    /// `prefix`: "journal"; `labels`: "" or in braces.
    LogCounters(shm::Counters& counters, const std::string& prefix, const std::string& labels = "")
        : records(counters.counter(prefix + "_records_total" + labels)),
          bytes(counters.counter(prefix + "_bytes_total" + labels)),
          commits(counters.counter(prefix + "_commits_total" + labels)),
          segments(counters.counter(prefix + "_segments_total" + labels)),
          write_failures(counters.counter(prefix + "_write_failures_total" + labels)),
          sync_failures(counters.counter(prefix + "_sync_failures_total" + labels)),
          segment_failures(counters.counter(prefix + "_segment_failures_total" + labels)),
          is_failing(counters.counter(prefix + "_failing" + labels)) {}

    LogCounters() = default; ///< counts into nowhere

    shm::Counter records;
    shm::Counter bytes;   ///< written; blocks that are written again count again
    shm::Counter commits; ///< successful syncs
    shm::Counter segments;
    shm::Counter write_failures;
    shm::Counter sync_failures;
    shm::Counter segment_failures; ///< a segment could not be made or begun
    shm::Counter is_failing;       ///< 1: what is written now is not durable
};

} // namespace pinion::engine
