#include "latency/floors/tcp_echo.h"

#include "shm/sys/affinity.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

namespace pinion::latency {

namespace {

void check(int result, const char* what) {
    if (result < 0) throw std::system_error(errno, std::generic_category(), what);
}

int listen_on_loopback(std::uint16_t& port) {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    check(listener, "socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    auto* any_address = reinterpret_cast<sockaddr*>(&address);
    check(::bind(listener, any_address, size), "bind");
    check(::listen(listener, 1), "listen");
    check(::getsockname(listener, any_address, &size), "getsockname");
    port = ntohs(address.sin_port);
    return listener;
}

bool would_block() { return errno == EAGAIN || errno == EINTR; }

} // namespace

TcpEchoServer::TcpEchoServer(std::size_t request_bytes, std::size_t response_bytes, int core)
    : request_bytes_(request_bytes), response_bytes_(response_bytes),
      listener_(listen_on_loopback(port_)), thread_([this, core] { run(core); }) {}

TcpEchoServer::~TcpEchoServer() {
    stop_.store(true, std::memory_order_relaxed);
    thread_.join();
    ::close(listener_);
}

void TcpEchoServer::run(int core) {
    if (core >= 0) shm::pin_current_thread(core);
    while (!stop_.load(std::memory_order_relaxed)) {
        const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (connection < 0) continue;
        const int on = 1;
        ::setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
        serve(connection);
        ::close(connection);
    }
}

void TcpEchoServer::serve(int connection) {
    std::vector<char> input(64 * 1024);
    const std::vector<char> response(response_bytes_, 'r');
    std::size_t unanswered_bytes = 0;
    while (!stop_.load(std::memory_order_relaxed)) {
        const ssize_t received = ::recv(connection, input.data(), input.size(), 0);
        if (received == 0 || (received < 0 && !would_block())) return;
        if (received < 0) continue;
        unanswered_bytes += static_cast<std::size_t>(received);
        for (; unanswered_bytes >= request_bytes_; unanswered_bytes -= request_bytes_)
            if (::send(connection, response.data(), response.size(), MSG_NOSIGNAL) !=
                static_cast<ssize_t>(response.size()))
                return; // the client has stopped reading: the connection is of no more use
    }
}

} // namespace pinion::latency
