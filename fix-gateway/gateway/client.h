#pragma once

#include "fix-gateway/codec/fields.h"
#include "fix-gateway/codec/framer.h"
#include "fix-gateway/codec/message_writer.h"
#include "fix-gateway/gateway/engines.h"
#include "fix-gateway/gateway/resend.h"
#include "fix-gateway/session/fix_session.h"
#include "fix-gateway/store/message_store.h"
#include "fix-gateway/transport/transport.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace pinion::fix {

/// What all clients of a gateway use together.
struct ClientSurroundings {
    const FixDictionary& dictionary;
    Engines& engines;
    transport::Transport& transport;
    MessageWriter& writer;
    GatewayCounters& counters;
    std::uint16_t gateway; ///< index in the venue
    std::string store_path;
    StoreOptions store;
};

/// A client of the venue: its FIX session, its store, and the connection that carries it now. Makes
/// commands of its messages and messages of its reports.
///
/// Thread safety: none; the gateway's thread. Errors: the constructor throws StoreError or
/// std::runtime_error.
class Client final : private FixSessionHandler {
  public:
    static constexpr transport::ConnectionId no_connection = ~transport::ConnectionId{0};

    Client(const ClientOptions& options, const ClientSurroundings& surroundings);

    /// A connection brought this client's Logon.
    void attach(transport::ConnectionId connection);

    /// The connection that carries the session; it may end inside any call.
    [[nodiscard]] transport::ConnectionId connection() const { return connection_; }

    /// The connection is gone.
    void lose_connection();

    /// A frame of the client, `fields` parsed from it, for which there is room.
    void receive(const Frame& frame, const Fields& fields);

    /// Whether there is room for all that a frame can cause, and for what waits for it.
    [[nodiscard]] bool has_room_for(const Fields& fields) const;

    /// The connection is not read for lack of room: who is not heard is not silent.
    void note_unread() { session_.note_received(); }

    /// Records a report, unless it is in the store already, and sends it if the client is logged
    /// on. False if the disk is full: the report must be kept.
    [[nodiscard]] bool deliver(const shm::Report& report, std::uint16_t engine,
                               std::uint64_t report_sequence, std::int64_t now_ns);

    /// The same for a copy of what another client, `original`, receives.
    [[nodiscard]] bool deliver_copy(const shm::Report& report, std::uint16_t engine,
                                    const ReportOrigin& origin, std::string_view original,
                                    std::int64_t now_ns);

    /// Whether it only receives copies: its own orders are refused, and engines know nothing of it.
    [[nodiscard]] bool is_drop_copy() const { return options_.drop_copy.has_value(); }

    /// Whether so much waits for the client's network that what can wait elsewhere should.
    [[nodiscard]] bool is_slow() const;

    void tick();

    /// After the loss of the host: goes on from what the engines know, which are there now.
    void go_on();

    /// The same from what somebody else knows: the number expected next, the engines' last reports.
    void go_on(std::uint32_t expected, std::span<const ReportOrigin> last_reports);

    /// All reports up to `last` were delivered, here or elsewhere. Recorded if the store lags by
    /// more than `lag_max`.
    void note_position(const ReportOrigin& last, std::uint64_t lag_max);

    /// Serves a slice of what the client asked to have again, if the network took the last one.
    void go_on_resending();

    void log_out(const std::string& reason) { session_.log_out(reason); }

    [[nodiscard]] bool is_logged_on() const { return session_.is_logged_on(); }

    /// Says to an engine that has just come that this client is logged on.
    void introduce(EngineLink& link) const {
        if (!is_drop_copy()) link.announce(presence(shm::CommandKind::session_up));
    }

    [[nodiscard]] const ClientOptions& options() const { return options_; }

    [[nodiscard]] MessageStore& store() { return store_; }

    [[nodiscard]] const MessageStore& store() const { return store_; }

  private:
    void on_send(const char* bytes, std::size_t length) override;
    void on_disconnect() override;
    void on_logon(bool cancel_on_disconnect) override;
    void on_logout() override;
    MessageAnswer on_message(const char* bytes, std::size_t length) override;
    void on_event(const std::string& text) override;

    [[nodiscard]] bool may_wait(const Fields& fields);
    [[nodiscard]] bool start_resend(const Fields& fields);
    [[nodiscard]] std::uint32_t end_of_slice(std::uint32_t begin) const;
    void resend_slice(std::uint32_t request_sequence, std::int64_t request_time_ns);
    [[nodiscard]] std::uint32_t expected_after_host_loss();
    void execute(const shm::Command& command, std::uint16_t engine);
    void execute_everywhere(shm::Command command);
    void refuse(const shm::Command& command, std::uint16_t engine, shm::RejectReason reason);
    [[nodiscard]] bool record_and_send(const shm::Report& report, std::uint16_t engine,
                                       const ReportOrigin& origin, std::int64_t now_ns,
                                       std::string_view original = {});
    void announce(shm::CommandKind kind);
    [[nodiscard]] shm::Command presence(shm::CommandKind kind) const;

    ClientOptions options_;
    ClientSurroundings surroundings_;
    MessageStore store_;
    transport::ConnectionId connection_ = no_connection;
    std::string last_event_;
    Fields fields_;
    Resend resend_;
    bool cancel_on_disconnect_ = false;
    std::uint32_t waiting_ = 0;         ///< messages that QuickFIX keeps until a gap is filled
    std::uint32_t waiting_until_ = 0;   ///< the highest of them
    std::uint32_t target_at_limit_ = 0; ///< how far we were when one more was allowed
    FixSession session_;                ///< last: it calls back while it is built
};

} // namespace pinion::fix
