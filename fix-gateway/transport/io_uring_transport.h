#pragma once

#include "fix-gateway/transport/connection_table.h"
#include "fix-gateway/transport/output_queue.h"
#include "fix-gateway/transport/receive_buffers.h"
#include "fix-gateway/transport/socket.h"
#include "fix-gateway/transport/transport.h"

#include <liburing.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace pinion::transport {

/// Kernel TCP by io_uring: one system call carries all output of a turn in and all input out.
/// Accept and receive are multishot; received bytes land in buffers that the kernel picks from a
/// provided ring, and are passed on in place. A ring of one issuing thread whose completions are
/// made when it asks for them (DEFER_TASKRUN) is the fastest arrangement for a polling thread; the
/// kernel flags in shared memory that there are some (TASKRUN_FLAG), so that an idle turn makes no
/// system call.
class IoUringTransport final : public Transport {
  public:
    /// Throws std::system_error if the host forbids io_uring or its kernel is older than 6.1.
    explicit IoUringTransport(const TransportLimits& limits);
    ~IoUringTransport() override;
    IoUringTransport(const IoUringTransport&) = delete;
    IoUringTransport& operator=(const IoUringTransport&) = delete;

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

    [[nodiscard]] const char* name() const override { return "io_uring"; }

  private:
    /// What a completion is about: the top 8 bits of its user data, above a ConnectionId or a
    /// listener's index.
    enum class Operation : std::uint8_t { none, accept, connect, receive, send, cancel };
    static constexpr unsigned operation_shift = 56;

    struct Connection {
        ConnectionId id = 0;
        Socket socket;
        OutputQueue output;
        SocketAddress peer{};     ///< of a connect in flight
        std::vector<char> held{}; ///< came in while paused
        int operations = 0;       ///< in flight: the kernel may still touch this connection
        bool is_connecting = false;
        bool is_receiving = false; ///< a multishot receive is in flight
        bool is_sending = false;
        bool is_paused = false;
        bool is_dirty = false;  ///< listed in dirty_
        bool is_waking = false; ///< listed in waking_
        bool is_ending = false; ///< listed in ending_
        bool is_broken = false; ///< nothing more can be sent
        bool is_shut_down = false;
        CloseReason reason = CloseReason::local;
        std::int64_t end_deadline_ns = 0;
    };

    [[nodiscard]] static std::uint64_t user_data(Operation operation, std::uint64_t subject);
    [[nodiscard]] io_uring_sqe& next_sqe(Operation operation, std::uint64_t subject);
    Connection& add(Socket socket);
    void start_accept(std::size_t listener);
    void start_receive(Connection& connection);
    void start_send(Connection& connection);
    void mark_dirty(Connection& connection);
    void wake(Connection& connection);
    void queue_output();
    void deliver_held(TransportHandler& handler);
    void complete(TransportHandler& handler, const io_uring_cqe& completion);
    void complete_accept(TransportHandler& handler, std::size_t listener,
                         const io_uring_cqe& completion);
    void complete_connect(TransportHandler& handler, Connection& connection, int result);
    void complete_receive(TransportHandler& handler, Connection& connection,
                          const io_uring_cqe& completion);
    void complete_send(Connection& connection, int result);
    void end(Connection& connection, CloseReason reason);
    std::uint64_t remove_ended(TransportHandler& handler);

    TransportLimits limits_;
    io_uring ring_{};
    std::unique_ptr<ReceiveBuffers> buffers_;
    std::vector<Socket> listeners_;
    ConnectionTable<Connection> connections_;
    std::vector<ConnectionId> dirty_;  ///< have output to start sending
    std::vector<ConnectionId> waking_; ///< have input to deliver or a receive to start
    std::vector<ConnectionId> ending_;
    std::uint64_t turned_away_ = 0;
};

} // namespace pinion::transport
