#pragma once

#include "shm/counters.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace pinion::fix {

/// Why a connection ended.
enum class Disconnect : std::uint8_t {
    not_a_logon,     ///< the first message was another
    unknown_session, ///< CompIDs that the config does not have
    session_in_use,  ///< a second logon of a session
    logon_refused,
    logon_timeout,
    session_ended, ///< by logout, fault or silence: the session's last event says which
    gateway_stopped,
    peer_closed,
    peer_reset,
    output_full, ///< the peer does not read
    network_error,
};

inline constexpr std::size_t disconnect_reasons = 11;

[[nodiscard]] const char* to_text(Disconnect reason);

/// The names under which a gateway counts.
struct GatewayCounters {
    explicit GatewayCounters(shm::Counters& counters);

    shm::Counter connections;
    shm::Counter turned_away; ///< connections beyond connections_max, closed at once
    shm::Counter sessions_logged_on;
    shm::Counter engines_attached;
    shm::Counter frames;
    shm::Counter garbled; ///< dropped: no message, or none that can be answered
    shm::Counter early; ///< dropped: too many messages wait for a gap; the client sends them again
    shm::Counter commands;
    shm::Counter reports;
    shm::Counter reports_lapped;    ///< lost: the gateway fell a whole ring behind
    shm::Counter reports_caught_up; ///< read from an output log, since the ring had lost them
    shm::Counter reports_untold;    ///< for a session that is not ours, or not to be put into FIX
    shm::Counter copies;            ///< of reports, for drop-copy sessions
    shm::Counter session_rejects;   ///< 35=3, sent by QuickFIX or by us
    shm::Counter business_rejects;  ///< 35=j of the gateway itself
    shm::Counter stalls; ///< no room for a frame's commands or reports, or a durable engine away: a
                         ///< connection was not read
    std::array<shm::Counter, disconnect_reasons> disconnects;
};

} // namespace pinion::fix
