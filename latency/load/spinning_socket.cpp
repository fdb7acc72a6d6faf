#include "latency/load/spinning_socket.h"

#include "shm/sys/clock.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <stdexcept>
#include <system_error>

namespace pinion::latency {

namespace {

constexpr std::int64_t send_timeout_ns = 1'000'000'000;

bool would_block() { return errno == EAGAIN || errno == EINTR; }

std::string error_text() { return std::generic_category().message(errno); }

int connect_to(const std::string& host, std::uint16_t port, const std::string& peer) {
    addrinfo hints{};
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int error = ::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
    if (error != 0) throw std::runtime_error("no address for " + peer + ": " + gai_strerror(error));
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> address(found, &::freeaddrinfo);

    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) throw std::runtime_error("no socket: " + error_text());
    if (::connect(fd, address->ai_addr, address->ai_addrlen) != 0) {
        const std::string reason = error_text();
        ::close(fd);
        throw std::runtime_error("cannot connect to " + peer + ": " + reason +
                                 "; is anybody listening there?");
    }
    const int on = 1;
    ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
    ::fcntl(fd, F_SETFL, O_NONBLOCK);
    return fd;
}

} // namespace

SpinningSocket::SpinningSocket(const std::string& host, std::uint16_t port)
    : peer_(host + ":" + std::to_string(port)), fd_(connect_to(host, port, peer_)) {}

SpinningSocket::~SpinningSocket() { ::close(fd_); }

void SpinningSocket::send(std::span<const char> bytes) {
    std::int64_t deadline_ns = 0;
    while (!bytes.empty()) {
        const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent > 0) {
            bytes = bytes.subspan(static_cast<std::size_t>(sent));
            continue;
        }
        if (!would_block())
            throw std::runtime_error("cannot send to " + peer_ + ": " + error_text());
        const std::int64_t now_ns = shm::monotonic_now_ns();
        if (deadline_ns == 0) deadline_ns = now_ns + send_timeout_ns;
        if (now_ns > deadline_ns) throw std::runtime_error(peer_ + " has stopped reading");
    }
}

std::size_t SpinningSocket::receive(std::span<char> buffer) {
    const ssize_t received = ::recv(fd_, buffer.data(), buffer.size(), 0);
    if (received > 0) return static_cast<std::size_t>(received);
    if (received == 0) throw std::runtime_error(peer_ + " has closed the connection");
    if (!would_block())
        throw std::runtime_error("connection to " + peer_ + " lost: " + error_text());
    return 0;
}

} // namespace pinion::latency
