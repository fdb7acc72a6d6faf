#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <thread>

namespace pinion::latency {

/// Floor of every order-to-ack path: a server that answers each `request_bytes` on a TCP
/// connection of 127.0.0.1 with `response_bytes`, one connection at a time, spinning on its own
/// thread, and does nothing else.
class TcpEchoServer {
  public:
    /// `core` -1: not pinned. Throws std::system_error.
    TcpEchoServer(std::size_t request_bytes, std::size_t response_bytes, int core);
    ~TcpEchoServer(); ///< stops and joins

    TcpEchoServer(const TcpEchoServer&) = delete;
    TcpEchoServer& operator=(const TcpEchoServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }

  private:
    void run(int core);
    void serve(int connection);

    std::size_t request_bytes_;
    std::size_t response_bytes_;
    int listener_;
    std::uint16_t port_;
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

} // namespace pinion::latency
