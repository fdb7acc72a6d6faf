#pragma once

#include <cstdint>

namespace pinion::shm {

/// How far the engine has applied the messages of a FIX session.
struct SessionProgress {
    std::uint32_t session_epoch; ///< 0: it never had a message of the session
    std::uint32_t msg_seq_num;   ///< the last one

    friend bool operator==(const SessionProgress&, const SessionProgress&) = default;
};

} // namespace pinion::shm
