#pragma once

#include "fix-gateway/transport/connection_table.h"
#include "fix-gateway/transport/output_queue.h"
#include "fix-gateway/transport/socket.h"
#include "fix-gateway/transport/transport.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pinion::transport {

/// Kernel TCP by epoll: for hosts that forbid io_uring. Level-triggered; one non-blocking receive a
/// readable connection a turn.
class EpollTransport final : public Transport {
  public:
    explicit EpollTransport(const TransportLimits& limits);
    ~EpollTransport() override;
    EpollTransport(const EpollTransport&) = delete;
    EpollTransport& operator=(const EpollTransport&) = delete;

    std::uint16_t listen(const std::string& host, std::uint16_t port) override;
    ConnectionId connect(const std::string& host, std::uint16_t port) override;
    bool send(ConnectionId id, std::span<const char> bytes) override;
    [[nodiscard]] std::size_t queued_bytes(ConnectionId id) const override;
    void flush() override;
    void close(ConnectionId id) override;
    void pause(ConnectionId id) override;
    void resume(ConnectionId id) override;
    std::uint64_t poll(TransportHandler& handler) override;
    void wait(std::int64_t timeout_ns) override;

    [[nodiscard]] std::uint64_t turned_away() const override { return turned_away_; }

    [[nodiscard]] const char* name() const override { return "epoll"; }

  private:
    struct Connection {
        ConnectionId id = 0;
        Socket socket;
        OutputQueue output;
        bool is_connecting = false;
        bool is_paused = false;
        bool is_ending = false; ///< listed in ending_
        bool is_dirty = false;  ///< listed in dirty_
        bool is_broken = false; ///< nothing more can be sent
        CloseReason reason = CloseReason::local;
        std::int64_t end_deadline_ns = 0;
        std::uint32_t watched = 0; ///< epoll events asked for
    };

    Connection& add(Socket socket);
    void watch(Connection& connection);
    void mark_dirty(Connection& connection);
    void write_out(Connection& connection);
    void end(Connection& connection, CloseReason reason);
    std::uint64_t accept(TransportHandler& handler);
    void handle(TransportHandler& handler, ConnectionId id, std::uint32_t events);
    void finish_connect(TransportHandler& handler, Connection& connection);
    void receive(TransportHandler& handler, Connection& connection);
    std::uint64_t remove_ended(TransportHandler& handler);

    TransportLimits limits_;
    Socket epoll_;
    std::vector<Socket> listeners_;
    ConnectionTable<Connection> connections_;
    std::vector<ConnectionId> dirty_;
    std::vector<ConnectionId> ending_;
    std::uint64_t turned_away_ = 0;
    std::array<char, 64 * 1024> receive_buffer_;
};

} // namespace pinion::transport
