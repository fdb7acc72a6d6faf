#include "fix-gateway/gateway/gateway_counters.h"

#include <string>

namespace pinion::fix {

const char* to_text(Disconnect reason) {
    switch (reason) {
    case Disconnect::not_a_logon: return "not_a_logon";
    case Disconnect::unknown_session: return "unknown_session";
    case Disconnect::session_in_use: return "session_in_use";
    case Disconnect::logon_refused: return "logon_refused";
    case Disconnect::logon_timeout: return "logon_timeout";
    case Disconnect::session_ended: return "session_ended";
    case Disconnect::gateway_stopped: return "gateway_stopped";
    case Disconnect::peer_closed: return "peer_closed";
    case Disconnect::peer_reset: return "peer_reset";
    case Disconnect::output_full: return "output_full";
    case Disconnect::network_error: return "network_error";
    }
    return "unknown";
}

GatewayCounters::GatewayCounters(shm::Counters& counters)
    : connections(counters.counter("connections")),
      turned_away(counters.counter("connections_turned_away_total")),
      sessions_logged_on(counters.counter("sessions_logged_on")),
      engines_attached(counters.counter("engines_attached")),
      frames(counters.counter("frames_total")), garbled(counters.counter("garbled_total")),
      early(counters.counter("early_total")), commands(counters.counter("commands_total")),
      reports(counters.counter("reports_total")),
      reports_lapped(counters.counter("reports_lapped_total")),
      reports_caught_up(counters.counter("reports_caught_up_total")),
      reports_untold(counters.counter("reports_untold_total")),
      copies(counters.counter("copies_total")),
      session_rejects(counters.counter("session_rejects_total")),
      business_rejects(counters.counter("business_rejects_total")),
      stalls(counters.counter("stalls_total")) {
    for (std::size_t i = 0; i < disconnects.size(); ++i)
        disconnects[i] = counters.counter(std::string("disconnects_total{reason=\"") +
                                          to_text(static_cast<Disconnect>(i)) + "\"}");
}

} // namespace pinion::fix
