#include "fix-gateway/transport/socket.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>

namespace pinion::transport {

namespace {

constexpr int listen_backlog = 1024;

/// The kernel takes a while to close what a killed process had in an io_uring, its port included.
constexpr std::chrono::seconds port_patience{1};

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::string name_of(const std::string& host, std::uint16_t port) {
    return host + ":" + std::to_string(port);
}

} // namespace

Socket::~Socket() { close(); }

Socket::Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

Socket& Socket::operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

void Socket::close() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
}

SocketAddress resolve(const std::string& host, std::uint16_t port) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    addrinfo* found = nullptr;
    if (const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
        error != 0)
        throw std::runtime_error("cannot find the host \"" + host + "\": " + ::gai_strerror(error));
    SocketAddress address;
    address.size = found->ai_addrlen;
    std::copy_n(reinterpret_cast<const char*>(found->ai_addr), found->ai_addrlen,
                reinterpret_cast<char*>(&address.storage));
    ::freeaddrinfo(found);
    return address;
}

Socket stream_socket(const SocketAddress& address) {
    Socket socket(::socket(address.family(), SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!socket.is_open()) fail("cannot make a TCP socket");
    return socket;
}

namespace {

/// A socket that listens, or a closed one with `errno` set.
Socket try_listen_at(const SocketAddress& address) {
    Socket socket = stream_socket(address);
    const int on = 1;
    ::setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (::bind(socket.fd(), address.get(), address.size) == 0 &&
        ::listen(socket.fd(), listen_backlog) == 0)
        return socket;
    const int error = errno;
    socket.close();
    errno = error;
    return socket;
}

} // namespace

Socket listen_at(const SocketAddress& address, const std::string& host, std::uint16_t port) {
    const auto deadline = std::chrono::steady_clock::now() + port_patience;
    while (true) {
        Socket socket = try_listen_at(address);
        if (socket.is_open()) return socket;
        if (errno != EADDRINUSE) fail("cannot listen on " + name_of(host, port));
        if (std::chrono::steady_clock::now() > deadline)
            fail("cannot listen on " + name_of(host, port) +
                 " (choose another port, or end the program that has it: ss -tlnp)");
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

std::uint16_t local_port(const Socket& socket) {
    SocketAddress address;
    address.size = sizeof address.storage;
    if (::getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&address.storage), &address.size) !=
        0)
        fail("getsockname");
    std::array<char, NI_MAXSERV> port{};
    ::getnameinfo(address.get(), address.size, nullptr, 0, port.data(), port.size(),
                  NI_NUMERICSERV);
    return static_cast<std::uint16_t>(std::stoi(port.data()));
}

std::string peer_name(int fd) {
    SocketAddress address;
    address.size = sizeof address.storage;
    std::array<char, NI_MAXHOST> host{};
    std::array<char, NI_MAXSERV> port{};
    if (::getpeername(fd, reinterpret_cast<sockaddr*>(&address.storage), &address.size) != 0 ||
        ::getnameinfo(address.get(), address.size, host.data(), host.size(), port.data(),
                      port.size(), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return "?";
    const std::string name = host.data();
    return (address.family() == AF_INET6 ? "[" + name + "]" : name) + ":" + port.data();
}

void disable_nagle(int fd) {
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

CloseReason close_reason_of(int error) {
    return error == ECONNRESET || error == EPIPE ? CloseReason::peer_reset
                                                 : CloseReason::network_error;
}

} // namespace pinion::transport
