#pragma once

#include "fix-gateway/transport/transport.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace pinion::test {

/// A network in memory: the test is all the clients, one transport the other end. The network
/// outlives the transport.
class FakeNetwork {
  public:
    std::unique_ptr<transport::Transport> make_transport();

    /// What clients do; the other end learns of it in its next poll.
    transport::ConnectionId connect();

    void write(transport::ConnectionId id, const std::string& bytes) {
        connections_[id].to_server += bytes;
    }

    void hang_up(transport::ConnectionId id) { connections_[id].client_left = true; }

    /// The connection breaks: of what clients wrote some bytes arrive, drawn by `chance`; what was
    /// written to the client does not.
    void lose(transport::ConnectionId id, std::uint64_t chance) {
        Connection& connection = connections_[id];
        connection.to_server.resize(chance % (connection.to_server.size() + 1));
        connection.to_client.clear();
        connection.client_left = true;
    }

    /// What the client has received since the last call.
    std::string read(transport::ConnectionId id) {
        return std::exchange(connections_[id].to_client, "");
    }

    [[nodiscard]] bool is_closed(transport::ConnectionId id) { return connections_[id].is_gone; }

    [[nodiscard]] bool is_paused(transport::ConnectionId id) { return connections_[id].is_paused; }

    /// Whether what clients did not read counts as not yet taken by the network.
    bool is_slow = false;

    /// Peers for whom there was no place.
    std::uint64_t turned_away = 0;

    /// Largest piece in which bytes arrive.
    std::size_t piece_bytes = 1 << 20;

  private:
    friend class FakeTransport;

    struct Connection {
        std::string to_server;
        std::string to_client;
        bool is_accepted = false;
        bool is_paused = false;
        bool client_left = false;
        bool server_left = false;
        bool is_gone = false;
    };

    std::map<transport::ConnectionId, Connection> connections_;
};

} // namespace pinion::test
