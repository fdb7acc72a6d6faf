#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace pinion::latency {

/// A TCP connection that is polled and never sleeps; Nagle's algorithm is off.
/// Thread safety: none.
class SpinningSocket {
  public:
    /// Connects, blocking. `host` is an IPv4 address or a name. Throws std::runtime_error that says
    /// where to.
    SpinningSocket(const std::string& host, std::uint16_t port);
    ~SpinningSocket();

    SpinningSocket(const SpinningSocket&) = delete;
    SpinningSocket& operator=(const SpinningSocket&) = delete;

    /// Sends all bytes, spinning while the kernel has no room. Throws std::runtime_error when the
    /// peer is gone or takes nothing for a second.
    void send(std::span<const char> bytes);

    /// Bytes received into `buffer`, 0 if there are none now. Throws std::runtime_error when the
    /// peer is gone.
    [[nodiscard]] std::size_t receive(std::span<char> buffer);

  private:
    std::string peer_;
    int fd_;
};

} // namespace pinion::latency
