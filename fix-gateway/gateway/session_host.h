#pragma once

#include "fix-gateway/codec/fields.h"
#include "fix-gateway/codec/framer.h"
#include "fix-gateway/gateway/client.h"
#include "fix-gateway/transport/transport.h"

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace pinion::fix {

/// From connections to clients: cuts what arrives into frames, finds out who speaks, and stops
/// reading at a frame whose engine has no room, or may not be answered for while it is away.
///
/// Thread safety: none; the gateway's thread. Errors: none; whoever breaks a rule is cut, counted
/// and logged.
class SessionHost final : public transport::TransportHandler {
  public:
    struct Options {
        std::size_t frame_max_bytes;
        std::int64_t logon_timeout_ns;
    };

    SessionHost(const Options& options, transport::Transport& transport, Engines& engines,
                const std::vector<std::unique_ptr<Client>>& clients, GatewayCounters& counters);

    /// Goes on with connections that had to wait for room.
    std::uint64_t resume_stalled();

    /// Cuts connections that do not log on, and counts those that are there.
    void tick(std::int64_t now_ns);

    /// Keeps logons waiting, unread, or goes on with them.
    void hold_logons(bool is_holding) { is_holding_ = is_holding; }

    /// From now on nobody is let in.
    void close_doors() { is_open_ = false; }

    /// Cuts everybody who is still here.
    void cut_all();

    [[nodiscard]] bool has_connections() const { return !connections_.empty(); }

    bool on_accept(transport::ConnectionId id, const std::string& peer) override;

    void on_connect(transport::ConnectionId) override {}

    void on_receive(transport::ConnectionId id, std::span<const char> bytes) override;
    void on_close(transport::ConnectionId id, transport::CloseReason reason) override;

  private:
    struct Connection {
        transport::ConnectionId id;
        std::string peer;
        Framer framer;
        std::int64_t deadline_ns = 0; ///< of the Logon; set by the first tick
        Client* client = nullptr;     ///< who spoke first here
        bool is_cut = false;
        bool is_stalled = false;

        /// Whether more frames are wanted: nobody has spoken yet, or the session is still here.
        [[nodiscard]] bool is_live() const {
            return !is_cut && (client == nullptr || client->connection() == id);
        }
    };

    void drain(Connection& connection);
    [[nodiscard]] bool may_go(const Connection& connection) const;
    void stall(Connection& connection);
    void dispatch(Connection& connection, const Frame& frame, bool is_readable);
    void welcome(Connection& connection);
    void cut(Connection& connection, Disconnect reason);
    [[nodiscard]] Client* client_of(const Fields& logon) const;
    void count(Disconnect reason);
    void say_turned_away();

    Options options_;
    transport::Transport& transport_;
    Engines& engines_;
    GatewayCounters& counters_;
    std::unordered_map<std::string, Client*> clients_; ///< by CompIDs
    std::unordered_map<transport::ConnectionId, Connection> connections_;
    std::vector<transport::ConnectionId> stalled_;
    Fields fields_;
    std::uint64_t turned_away_ = 0; ///< of those that the transport counted, said
    bool is_open_ = true;
    bool is_holding_ = false;
};

} // namespace pinion::fix
