#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

/// The network path as the session layer sees it: byte streams, polled from one thread. io_uring,
/// epoll and DPDK with lwIP stand behind it; nobody above knows which.
namespace pinion::transport {

/// Names a connection for as long as it lives; never used twice by one transport.
using ConnectionId = std::uint64_t;

enum class CloseReason : std::uint8_t {
    peer_closed,
    peer_reset,
    local,       ///< `close` was called
    output_full, ///< the peer does not read: more than output_max_bytes were waiting
    network_error,
};

/// Receives what happens; called only from inside Transport::poll, on the polling thread. A handler
/// may call any method of the transport, `close` of the same connection included.
class TransportHandler {
  public:
    virtual ~TransportHandler() = default;

    /// A peer connected. `peer` is its address as text, "127.0.0.1:51234". Returning false refuses
    /// it.
    virtual bool on_accept(ConnectionId connection, const std::string& peer) = 0;

    /// An outgoing connection is up.
    virtual void on_connect(ConnectionId connection) = 0;

    /// Bytes came in. They are valid during the call only.
    virtual void on_receive(ConnectionId connection, std::span<const char> bytes) = 0;

    /// The connection is gone; the id is dead. Also called after a local close and after a connect
    /// that failed.
    virtual void on_close(ConnectionId connection, CloseReason reason) = 0;
};

struct TransportLimits {
    std::size_t connections_max = 1024;
    std::size_t output_max_bytes = 4 << 20; ///< per connection, not yet taken by the network
};

/// Thread safety: none; one thread constructs, polls and destroys it.
/// Errors: factories and `listen` throw std::system_error or std::runtime_error with what to do;
/// the rest reports by `on_close`.
class Transport {
  public:
    virtual ~Transport() = default;

    /// Starts to accept on `host`:`port`; port 0 lets the system pick. Returns the port.
    virtual std::uint16_t listen(const std::string& host, std::uint16_t port) = 0;

    /// Starts to connect; `on_connect` or `on_close` follows.
    [[nodiscard]] virtual ConnectionId connect(const std::string& host, std::uint16_t port) = 0;

    /// Queues bytes; they are copied. Small sends of one turn leave together at the next `poll` or
    /// `flush`. False if the connection is gone or its queue is full (it is then closed with
    /// output_full).
    virtual bool send(ConnectionId connection, std::span<const char> bytes) = 0;

    /// Bytes sent and not yet taken by the network; 0 if the connection is gone.
    [[nodiscard]] virtual std::size_t queued_bytes(ConnectionId connection) const = 0;

    /// Hands all queued output to the network now.
    virtual void flush() = 0;

    /// Ends a connection once its queued output has been handed over. `on_close(local)` follows.
    virtual void close(ConnectionId connection) = 0;

    /// Stops and starts to read from a connection: the peer feels TCP's back-pressure.
    virtual void pause(ConnectionId connection) = 0;
    virtual void resume(ConnectionId connection) = 0;

    /// One turn: flushes output, takes what the network has, calls the handler. Never blocks.
    /// Returns the number of events handled.
    virtual std::uint64_t poll(TransportHandler& handler) = 0;

    /// Waits until there may be something to poll, at most `timeout_ns`. For idle gateways that
    /// sleep.
    virtual void wait(std::int64_t timeout_ns) = 0;

    /// Peers turned away so far, because connections_max was reached.
    [[nodiscard]] virtual std::uint64_t turned_away() const = 0;

    [[nodiscard]] virtual const char* name() const = 0; ///< "io_uring", "epoll"
};

enum class TransportKind : std::uint8_t {
    automatic, ///< io_uring where the host allows it, epoll otherwise
    io_uring,
    epoll,
};

/// Throws std::system_error when the kind cannot be had on this host.
[[nodiscard]] std::unique_ptr<Transport> make_transport(TransportKind kind,
                                                        const TransportLimits& limits);

} // namespace pinion::transport
