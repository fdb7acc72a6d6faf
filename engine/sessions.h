#pragma once

#include "engine/state_hash.h"
#include "shm/messages/command.h"

#include <cstdint>
#include <vector>

namespace pinion::engine {

/// What the engine knows of each FIX session: how far its messages were applied, and behind which
/// gateway it was last seen. Not thread-safe; allocates only when built.
class Sessions {
  public:
    explicit Sessions(std::uint32_t count) : sessions_(count) {}

    [[nodiscard]] bool knows(std::uint16_t session) const { return session < sessions_.size(); }

    /// False if the message was applied before: each message of a session is applied once. A higher
    /// session_epoch starts a new count; number 0 is no FIX message and always new.
    bool admit(const shm::Command& command) {
        auto& session = sessions_[command.session];
        if (command.msg_seq_num != 0) {
            if (command.session_epoch < session.epoch) return false;
            if (command.session_epoch == session.epoch &&
                command.msg_seq_num <= session.last_applied)
                return false;
            session.epoch = command.session_epoch;
            session.last_applied = command.msg_seq_num;
        }
        session.gateway = command.gateway;
        return true;
    }

    [[nodiscard]] std::uint16_t gateway(std::uint16_t session) const {
        return sessions_[session].gateway;
    }

    void fold_into(StateHash& hash) const {
        for (const auto& session : sessions_) hash.fold(session);
    }

  private:
    struct Session {
        std::uint32_t epoch = 0;
        std::uint32_t last_applied = 0;
        std::uint16_t gateway = 0;
        std::uint16_t spare = 0;
    };

    std::vector<Session> sessions_;
};

} // namespace pinion::engine
