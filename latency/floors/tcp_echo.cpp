#include "latency/floors/tcp_echo.h"

#include "shm/sys/affinity.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

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

TcpEcho::TcpEcho(std::size_t request_bytes, std::size_t response_bytes)
    : request_bytes_(request_bytes), response_(response_bytes, 'r'), input_(64 * 1024),
      listener_(listen_on_loopback(port_)) {}

TcpEcho::~TcpEcho() {
    hang_up();
    ::close(listener_);
}

void TcpEcho::poll() {
    if (connection_ < 0) return accept();
    const ssize_t received = ::recv(connection_, input_.data(), input_.size(), 0);
    if (received == 0 || (received < 0 && !would_block())) return hang_up();
    if (received < 0) return;
    unanswered_bytes_ += static_cast<std::size_t>(received);
    for (; unanswered_bytes_ >= request_bytes_; unanswered_bytes_ -= request_bytes_)
        if (::send(connection_, response_.data(), response_.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(response_.size()))
            return hang_up(); // the client has stopped reading: the connection is of no more use
}

void TcpEcho::accept() {
    connection_ = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (connection_ < 0) return;
    const int on = 1;
    ::setsockopt(connection_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

void TcpEcho::hang_up() {
    if (connection_ >= 0) ::close(connection_);
    connection_ = -1;
    unanswered_bytes_ = 0;
}

TcpEchoServer::TcpEchoServer(std::size_t request_bytes, std::size_t response_bytes, int core)
    : echo_(request_bytes, response_bytes), thread_([this, core] { run(core); }) {}

TcpEchoServer::~TcpEchoServer() {
    stop_.store(true, std::memory_order_relaxed);
    thread_.join();
}

void TcpEchoServer::run(int core) {
    if (core >= 0) shm::pin_current_thread(core);
    while (!stop_.load(std::memory_order_relaxed)) echo_.poll();
}

} // namespace pinion::latency
