#include "fix-gateway/transport/epoll_transport.h"

#include "fix-gateway/transport/lingering.h"
#include "shm/sys/clock.h"

#include <sys/epoll.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace pinion::transport {

namespace {

constexpr int events_per_poll = 256;
constexpr int accepts_per_poll = 64;

/// Marks an epoll entry as a listener: no ConnectionId has this bit.
constexpr std::uint64_t listener_mark = std::uint64_t{1} << 63;

} // namespace

EpollTransport::EpollTransport(const TransportLimits& limits)
    : limits_(limits), epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      connections_(limits.connections_max) {
    if (!epoll_.is_open()) throw std::system_error(errno, std::generic_category(), "epoll_create1");
}

EpollTransport::~EpollTransport() = default;

std::uint16_t EpollTransport::listen(const std::string& host, std::uint16_t port) {
    Socket listener = listen_at(resolve(host, port), host, port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = listener_mark | listeners_.size();
    if (::epoll_ctl(epoll_.fd(), EPOLL_CTL_ADD, listener.fd(), &event) != 0)
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    const std::uint16_t listening_port = local_port(listener);
    listeners_.push_back(std::move(listener));
    return listening_port;
}

ConnectionId EpollTransport::connect(const std::string& host, std::uint16_t port) {
    if (connections_.full()) throw std::runtime_error("cannot connect: connections_max is reached");
    const SocketAddress address = resolve(host, port);
    Connection& connection = add(stream_socket(address));
    connection.is_connecting = true;
    watch(connection);
    if (::connect(connection.socket.fd(), address.get(), address.size) != 0 && errno != EINPROGRESS)
        end(connection, close_reason_of(errno));
    return connection.id;
}

EpollTransport::Connection& EpollTransport::add(Socket socket) {
    disable_nagle(socket.fd());
    Connection& connection = connections_.insert(std::make_unique<Connection>(
        Connection{.socket = std::move(socket), .output = OutputQueue(limits_.output_max_bytes)}));
    epoll_event event{};
    event.data.u64 = connection.id;
    if (::epoll_ctl(epoll_.fd(), EPOLL_CTL_ADD, connection.socket.fd(), &event) != 0)
        end(connection, CloseReason::network_error);
    return connection;
}

/// Asks for what the connection's state calls for.
void EpollTransport::watch(Connection& connection) {
    const bool wants_output = connection.is_connecting || !connection.output.empty();
    const bool wants_input =
        !connection.is_connecting && !connection.is_paused && !connection.is_ending;
    const std::uint32_t wanted =
        (wants_output ? std::uint32_t{EPOLLOUT} : 0) | (wants_input ? std::uint32_t{EPOLLIN} : 0);
    if (wanted == connection.watched) return;
    connection.watched = wanted;
    epoll_event event{};
    event.events = wanted;
    event.data.u64 = connection.id;
    ::epoll_ctl(epoll_.fd(), EPOLL_CTL_MOD, connection.socket.fd(), &event);
}

bool EpollTransport::send(ConnectionId id, std::span<const char> bytes) {
    Connection* connection = connections_.find(id);
    if (connection == nullptr || connection->is_ending) return false;
    if (!connection->output.append(bytes)) {
        connection->is_broken = true;
        end(*connection, CloseReason::output_full);
        return false;
    }
    mark_dirty(*connection);
    return true;
}

std::size_t EpollTransport::queued_bytes(ConnectionId id) const {
    const Connection* connection = connections_.find(id);
    return connection == nullptr ? 0 : connection->output.size();
}

void EpollTransport::mark_dirty(Connection& connection) {
    if (connection.is_dirty || connection.is_connecting) return;
    connection.is_dirty = true;
    dirty_.push_back(connection.id);
}

void EpollTransport::flush() {
    for (const ConnectionId id : dirty_)
        if (Connection* connection = connections_.find(id)) {
            connection->is_dirty = false;
            write_out(*connection);
        }
    dirty_.clear();
}

void EpollTransport::write_out(Connection& connection) {
    while (!connection.is_broken && !connection.output.empty()) {
        const auto bytes = connection.output.front();
        const ssize_t count =
            ::send(connection.socket.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count >= 0) {
            connection.output.consume(static_cast<std::size_t>(count));
        } else if (errno == EAGAIN || errno == EINTR) {
            break;
        } else {
            connection.is_broken = true;
            end(connection, close_reason_of(errno));
        }
    }
    if (!connection.is_broken) watch(connection);
}

void EpollTransport::close(ConnectionId id) {
    if (Connection* connection = connections_.find(id)) end(*connection, CloseReason::local);
}

/// The first reason counts. The connection goes once its output has been handed over, can not be,
/// or takes too long.
void EpollTransport::end(Connection& connection, CloseReason reason) {
    if (connection.is_ending) return;
    connection.is_ending = true;
    connection.is_broken |= reason != CloseReason::local && reason != CloseReason::peer_closed;
    connection.reason = reason;
    connection.end_deadline_ns = shm::monotonic_now_ns() + linger_ns;
    ending_.push_back(connection.id);
    if (!connection.is_broken) mark_dirty(connection);
}

void EpollTransport::pause(ConnectionId id) {
    if (Connection* connection = connections_.find(id)) {
        connection->is_paused = true;
        watch(*connection);
    }
}

void EpollTransport::resume(ConnectionId id) {
    if (Connection* connection = connections_.find(id)) {
        connection->is_paused = false;
        watch(*connection);
    }
}

std::uint64_t EpollTransport::poll(TransportHandler& handler) {
    flush();
    std::array<epoll_event, events_per_poll> events;
    const int count = ::epoll_wait(epoll_.fd(), events.data(), events_per_poll, 0);
    std::uint64_t work = 0;
    for (int i = 0; i < count; ++i) {
        const epoll_event& event = events[static_cast<std::size_t>(i)];
        if ((event.data.u64 & listener_mark) != 0) {
            work += accept(handler);
        } else {
            handle(handler, event.data.u64, event.events);
            ++work;
        }
    }
    flush();
    return work + remove_ended(handler);
}

std::uint64_t EpollTransport::accept(TransportHandler& handler) {
    std::uint64_t accepted = 0;
    for (const Socket& listener : listeners_)
        for (int i = 0; i < accepts_per_poll; ++i) {
            Socket socket(::accept4(listener.fd(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
            if (!socket.is_open()) break;
            ++accepted;
            if (connections_.full()) {
                ++turned_away_;
                continue;
            }
            const std::string peer = peer_name(socket.fd());
            Connection& connection = add(std::move(socket));
            if (handler.on_accept(connection.id, peer))
                watch(connection);
            else
                connections_.erase(connection.id);
        }
    return accepted;
}

void EpollTransport::handle(TransportHandler& handler, ConnectionId id, std::uint32_t events) {
    Connection* connection = connections_.find(id);
    if (connection == nullptr) return;
    if (connection->is_connecting) {
        finish_connect(handler, *connection);
        return;
    }
    if ((events & EPOLLOUT) != 0) write_out(*connection);
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) receive(handler, *connection);
}

void EpollTransport::finish_connect(TransportHandler& handler, Connection& connection) {
    int error = 0;
    socklen_t size = sizeof error;
    ::getsockopt(connection.socket.fd(), SOL_SOCKET, SO_ERROR, &error, &size);
    connection.is_connecting = false;
    if (error != 0) {
        end(connection, close_reason_of(error));
        return;
    }
    if (connection.is_ending) return;
    mark_dirty(connection);
    watch(connection);
    handler.on_connect(connection.id);
}

void EpollTransport::receive(TransportHandler& handler, Connection& connection) {
    if (connection.is_ending || connection.is_paused) return;
    const ssize_t count =
        ::recv(connection.socket.fd(), receive_buffer_.data(), receive_buffer_.size(), 0);
    if (count > 0)
        handler.on_receive(connection.id,
                           {receive_buffer_.data(), static_cast<std::size_t>(count)});
    else if (count == 0)
        end(connection, CloseReason::peer_closed);
    else if (errno != EAGAIN && errno != EINTR)
        end(connection, close_reason_of(errno));
}

std::uint64_t EpollTransport::remove_ended(TransportHandler& handler) {
    if (ending_.empty()) return 0;
    const std::int64_t now_ns = shm::monotonic_now_ns();
    std::vector<ConnectionId> still_ending;
    std::vector<ConnectionId> ended;
    for (const ConnectionId id : std::exchange(ending_, {})) {
        const Connection* connection = connections_.find(id);
        if (connection == nullptr) continue;
        const bool is_done = connection->is_broken || connection->output.empty() ||
                             connection->end_deadline_ns <= now_ns;
        (is_done ? ended : still_ending).push_back(id);
    }
    ending_ = std::move(still_ending);
    for (const ConnectionId id : ended) {
        const CloseReason reason = connections_.find(id)->reason;
        connections_.erase(id);
        handler.on_close(id, reason);
    }
    return ended.size();
}

void EpollTransport::wait(std::int64_t timeout_ns) {
    epoll_event event{};
    const timespec timeout{timeout_ns / 1'000'000'000, timeout_ns % 1'000'000'000};
    if (dirty_.empty()) ::epoll_pwait2(epoll_.fd(), &event, 1, &timeout, nullptr);
}

} // namespace pinion::transport
