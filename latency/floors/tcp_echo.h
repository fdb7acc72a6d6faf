#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>
#include <vector>

/// Floor of every order-to-ack path: a server that answers each `request_bytes` on a TCP connection
/// of 127.0.0.1 with `response_bytes`, one connection at a time, and does nothing else.
namespace pinion::latency {

/// The server as something to poll. Thread safety: none.
class TcpEcho {
  public:
    /// Listens. Throws std::system_error.
    TcpEcho(std::size_t request_bytes, std::size_t response_bytes);
    ~TcpEcho();

    TcpEcho(const TcpEcho&) = delete;
    TcpEcho& operator=(const TcpEcho&) = delete;

    /// Accepts, or answers what has arrived. Never blocks.
    void poll();

    [[nodiscard]] std::uint16_t port() const { return port_; }

  private:
    void accept();
    void hang_up();

    std::size_t request_bytes_;
    std::vector<char> response_;
    std::vector<char> input_;
    std::uint16_t port_ = 0;
    int listener_;
    int connection_ = -1;
    std::size_t unanswered_bytes_ = 0;
};

/// The server on a thread of its own, which spins.
class TcpEchoServer {
  public:
    /// `core` -1: not pinned. Throws std::system_error.
    TcpEchoServer(std::size_t request_bytes, std::size_t response_bytes, int core);
    ~TcpEchoServer(); ///< stops and joins

    TcpEchoServer(const TcpEchoServer&) = delete;
    TcpEchoServer& operator=(const TcpEchoServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return echo_.port(); }

  private:
    void run(int core);

    TcpEcho echo_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

} // namespace pinion::latency
