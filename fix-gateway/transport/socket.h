#pragma once

#include "fix-gateway/transport/transport.h"

#include <sys/socket.h>

#include <cstdint>
#include <string>

/// TCP sockets, non-blocking and closed on exec. Errors: std::system_error with the address in its
/// words.
namespace pinion::transport {

/// Owns a file descriptor.
class Socket {
  public:
    Socket() = default;

    explicit Socket(int fd) : fd_(fd) {}

    ~Socket();
    Socket(Socket&& other) noexcept;
    Socket& operator=(Socket&& other) noexcept;
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    [[nodiscard]] int fd() const { return fd_; }

    [[nodiscard]] bool is_open() const { return fd_ >= 0; }

    void close();

  private:
    int fd_ = -1;
};

struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t size = 0;

    [[nodiscard]] const sockaddr* get() const {
        return reinterpret_cast<const sockaddr*>(&storage);
    }

    [[nodiscard]] int family() const { return storage.ss_family; }
};

/// Looks up a name or a numeric address.
[[nodiscard]] SocketAddress resolve(const std::string& host, std::uint16_t port);

/// A socket that listens at the address. Waits a second for a port that somebody has.
[[nodiscard]] Socket listen_at(const SocketAddress& address, const std::string& host,
                               std::uint16_t port);

/// An unconnected stream socket of the address's family.
[[nodiscard]] Socket stream_socket(const SocketAddress& address);

[[nodiscard]] std::uint16_t local_port(const Socket& socket);

/// "127.0.0.1:51234", "[::1]:51234", or "?" if the peer has gone already.
[[nodiscard]] std::string peer_name(int fd);

/// Small messages leave at once.
void disable_nagle(int fd);

/// What an errno of a receive, send or connect means for the connection.
[[nodiscard]] CloseReason close_reason_of(int error);

} // namespace pinion::transport
