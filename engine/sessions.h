#pragma once

#include "engine/rules/trading_day.h"
#include "engine/state_hash.h"
#include "shm/messages/command.h"
#include "shm/messages/session_progress.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::engine {

class StateReader;
class StateWriter;

/// What the engine knows of each FIX session: how far its messages were applied, behind which
/// gateway it was last seen, and whether its orders go when it does. Not thread-safe; allocates
/// only when built. Times are UTC in nanoseconds.
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

    /// How far its messages were applied.
    [[nodiscard]] shm::SessionProgress progress(std::uint16_t number) const {
        return {sessions_.at(number).epoch, sessions_.at(number).last_applied};
    }

    /// The session logged on: it is here, and a wish of its last logon is gone.
    void up(const shm::Command& command) {
        auto& session = sessions_[command.session];
        session.cancels_on_disconnect =
            (command.flags & shm::command_flags::cancel_on_disconnect) != 0 ? 1 : 0;
        session.deadline_ns = never;
        find_earliest();
    }

    /// The session is gone; if it wished so, its orders are due at `deadline_ns`, or when they were
    /// already.
    void down(std::uint16_t number, std::int64_t deadline_ns) {
        start_grace(sessions_[number], deadline_ns);
        find_earliest();
    }

    /// The same for all sessions that were last seen behind a gateway.
    void gateway_down(std::uint16_t gateway, std::int64_t deadline_ns) {
        for (auto& session : sessions_)
            if (session.gateway == gateway) start_grace(session, deadline_ns);
        find_earliest();
    }

    /// The same for all sessions.
    void all_down(std::int64_t deadline_ns) {
        for (auto& session : sessions_) start_grace(session, deadline_ns);
        find_earliest();
    }

    /// When the next session loses its orders, or never.
    [[nodiscard]] std::int64_t earliest_deadline_ns() const { return earliest_deadline_ns_; }

    /// Visits, in rising index, the sessions whose time has come, once each.
    template <typename Visitor>
    void for_each_due(std::int64_t now_ns, Visitor visit) {
        for (std::size_t number = 0; number < sessions_.size(); ++number) {
            if (sessions_[number].deadline_ns > now_ns) continue;
            sessions_[number].deadline_ns = never;
            sessions_[number].cancels_on_disconnect = 0; // until it logs on again
            visit(static_cast<std::uint16_t>(number));
        }
        find_earliest();
    }

    void fold_into(StateHash& hash) const {
        for (std::uint64_t number = 0; number < sessions_.size(); ++number) {
            if (sessions_[number] == Session{})
                continue; // as one that the config does not have yet
            hash.fold(number);
            hash.fold(sessions_[number]);
        }
    }

    void save(StateWriter& writer) const;
    /// Into what was just built.
    void load(StateReader& reader, std::uint32_t gateways);

  private:
    struct Session {
        std::uint32_t epoch = 0;
        std::uint32_t last_applied = 0;
        std::int64_t deadline_ns = never;
        std::uint16_t gateway = 0;
        std::uint16_t cancels_on_disconnect = 0;
        std::uint32_t spare = 0;

        friend bool operator==(const Session&, const Session&) = default;
    };

    static void start_grace(Session& session, std::int64_t deadline_ns) {
        if (session.cancels_on_disconnect != 0)
            session.deadline_ns = std::min(session.deadline_ns, deadline_ns);
    }

    void find_earliest() {
        earliest_deadline_ns_ = never;
        for (const auto& session : sessions_)
            earliest_deadline_ns_ = std::min(earliest_deadline_ns_, session.deadline_ns);
    }

    std::vector<Session> sessions_;
    std::int64_t earliest_deadline_ns_ = never;
};

} // namespace pinion::engine
