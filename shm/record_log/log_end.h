#pragma once

namespace pinion::shm {

/// How a log ends.
enum class LogEnd {
    clean,   ///< behind the last record there is nothing
    torn,    ///< behind it is what the loss of power left of records that were never synced
    damaged, ///< something is missing that was there, or there is what nobody wrote
};

} // namespace pinion::shm
