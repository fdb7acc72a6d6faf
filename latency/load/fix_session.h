#pragma once

#include "latency/load/fix_frame.h"
#include "latency/load/fix_writer.h"
#include "latency/load/spinning_socket.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pinion::latency {

/// Takes the application messages of a FixSession, as they arrive.
class FixHandler {
  public:
    virtual ~FixHandler() = default;

    /// A verified frame, in sequence. `received_ns` (monotonic) is when its last bytes were read.
    virtual void on_message(std::string_view msg_type, std::string_view frame,
                            std::int64_t received_ns) = 0;
};

/// Where a session is, and between whom.
struct FixAddress {
    std::string host;
    std::uint16_t port;
    std::string sender; ///< the client's CompID
    std::string target; ///< the venue's
};

/// The client's end of a FIX 4.4 session over a spinning socket: as little as an honest client
/// needs. It logs on with a sequence reset (141=Y), answers test requests, sends heartbeats, checks
/// CompIDs and the order of sequence numbers, and never resends: a venue that asks for it is an
/// error, as is anything else out of the ordinary. Thread safety: none. Errors: std::runtime_error
/// that quotes what the venue said.
class FixSession {
  public:
    /// Connects and logs on; throws when the venue has not agreed within 5 s.
    explicit FixSession(const FixAddress& address);

    /// Starts an application message; follow with `field` and `send`. Its SendingTime is also what
    /// `sending_time` says.
    void begin(std::string_view msg_type);

    void field(int tag, std::string_view value) { writer_.field(tag, value); }

    [[nodiscard]] std::string_view sending_time() const { return sending_time_; }

    /// Returns the message's size.
    std::size_t send();

    /// Takes in what has arrived, handing application messages to `handler`. Never blocks.
    void poll(FixHandler& handler);

    /// Logs out and waits for the venue's Logout, at most 2 s.
    void log_out(FixHandler& handler);

  private:
    enum class State { logging_on, active, logging_out, logged_out };

    void log_on();
    void wait_for_logon();
    void take_frames(FixHandler& handler, std::int64_t received_ns);
    void take_frame(std::string_view frame, FixHandler& handler, std::int64_t received_ns);
    void on_session_message(char msg_type, std::string_view frame);
    void send_heartbeat(std::string_view test_request_id);

    SpinningSocket socket_;
    std::string sender_;
    std::string target_;
    FixWriter writer_;
    FixClock clock_;
    std::string_view sending_time_;
    std::uint64_t next_out_ = 1;
    std::uint64_t next_in_ = 1;
    std::int64_t last_sent_utc_ns_ = 0;
    State state_ = State::logging_on;
    std::vector<char> input_;
    std::size_t input_bytes_ = 0;
};

} // namespace pinion::latency
