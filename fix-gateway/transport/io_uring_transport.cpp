#include "fix-gateway/transport/io_uring_transport.h"

#include "fix-gateway/transport/lingering.h"
#include "shm/sys/clock.h"

#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace pinion::transport {

namespace {

constexpr unsigned submission_entries = 1024;
constexpr unsigned completion_entries = 8192;
constexpr unsigned completions_per_poll = 256;
constexpr unsigned operation_shift = 56;

} // namespace

IoUringTransport::IoUringTransport(const TransportLimits& limits)
    : limits_(limits), connections_(limits.connections_max) {
    io_uring_params parameters{};
    parameters.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN |
                       IORING_SETUP_TASKRUN_FLAG | IORING_SETUP_CQSIZE;
    parameters.cq_entries = completion_entries;
    if (const int error = ::io_uring_queue_init_params(submission_entries, &ring_, &parameters);
        error != 0)
        throw std::system_error(
            -error, std::generic_category(),
            "this host offers no io_uring (kernel 6.1 or newer, and not forbidden by a container "
            "or by kernel.io_uring_disabled)");
    ::io_uring_register_ring_fd(&ring_); // saves a file look-up a call; works without
    try {
        buffers_ = std::make_unique<ReceiveBuffers>(ring_);
    } catch (...) {
        ::io_uring_queue_exit(&ring_);
        throw;
    }
}

IoUringTransport::~IoUringTransport() {
    buffers_.reset();
    ::io_uring_queue_exit(&ring_); // ends what is in flight before the connections' memory goes
}

std::uint64_t IoUringTransport::user_data(Operation operation, std::uint64_t subject) {
    return (static_cast<std::uint64_t>(operation) << operation_shift) | subject;
}

io_uring_sqe& IoUringTransport::next_sqe(Operation operation, std::uint64_t subject) {
    io_uring_sqe* sqe = ::io_uring_get_sqe(&ring_);
    while (sqe == nullptr) {
        ::io_uring_submit(&ring_);
        sqe = ::io_uring_get_sqe(&ring_);
    }
    sqe->user_data = user_data(operation, subject);
    return *sqe;
}

std::uint16_t IoUringTransport::listen(const std::string& host, std::uint16_t port) {
    listeners_.push_back(listen_at(resolve(host, port), host, port));
    start_accept(listeners_.size() - 1);
    return local_port(listeners_.back());
}

void IoUringTransport::start_accept(std::size_t listener) {
    io_uring_sqe& sqe = next_sqe(Operation::accept, listener);
    const std::uint64_t mark = sqe.user_data;
    ::io_uring_prep_multishot_accept(&sqe, listeners_[listener].fd(), nullptr, nullptr,
                                     SOCK_CLOEXEC);
    sqe.user_data = mark;
}

ConnectionId IoUringTransport::connect(const std::string& host, std::uint16_t port) {
    if (connections_.full()) throw std::runtime_error("cannot connect: connections_max is reached");
    const SocketAddress address = resolve(host, port);
    Connection& connection = add(stream_socket(address));
    connection.peer = address;
    connection.is_connecting = true;
    ++connection.operations;
    io_uring_sqe& sqe = next_sqe(Operation::connect, connection.id);
    const std::uint64_t mark = sqe.user_data;
    ::io_uring_prep_connect(&sqe, connection.socket.fd(), connection.peer.get(),
                            connection.peer.size);
    sqe.user_data = mark;
    return connection.id;
}

IoUringTransport::Connection& IoUringTransport::add(Socket socket) {
    disable_nagle(socket.fd());
    auto connection = std::make_unique<Connection>(
        Connection{.socket = std::move(socket), .output = OutputQueue(limits_.output_max_bytes)});
    return connections_.insert(std::move(connection));
}

void IoUringTransport::start_receive(Connection& connection) {
    if (connection.is_receiving || connection.is_paused || connection.is_ending) return;
    connection.is_receiving = true;
    ++connection.operations;
    io_uring_sqe& sqe = next_sqe(Operation::receive, connection.id);
    const std::uint64_t mark = sqe.user_data;
    ::io_uring_prep_recv_multishot(&sqe, connection.socket.fd(), nullptr, 0, 0);
    sqe.flags |= IOSQE_BUFFER_SELECT;
    sqe.buf_group = ReceiveBuffers::group;
    sqe.user_data = mark;
}

void IoUringTransport::start_send(Connection& connection) {
    if (connection.is_sending || connection.is_broken || connection.is_connecting ||
        connection.output.empty())
        return;
    connection.is_sending = true;
    ++connection.operations;
    const auto bytes = connection.output.front();
    io_uring_sqe& sqe = next_sqe(Operation::send, connection.id);
    const std::uint64_t mark = sqe.user_data;
    ::io_uring_prep_send(&sqe, connection.socket.fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    sqe.user_data = mark;
}

bool IoUringTransport::send(ConnectionId id, std::span<const char> bytes) {
    Connection* connection = connections_.find(id);
    if (connection == nullptr || connection->is_ending) return false;
    if (!connection->output.append(bytes)) {
        end(*connection, CloseReason::output_full);
        return false;
    }
    mark_dirty(*connection);
    return true;
}

std::size_t IoUringTransport::queued_bytes(ConnectionId id) const {
    const Connection* connection = connections_.find(id);
    return connection == nullptr ? 0 : connection->output.size();
}

void IoUringTransport::mark_dirty(Connection& connection) {
    if (connection.is_dirty) return;
    connection.is_dirty = true;
    dirty_.push_back(connection.id);
}

void IoUringTransport::queue_output() {
    for (const ConnectionId id : dirty_)
        if (Connection* connection = connections_.find(id)) {
            connection->is_dirty = false;
            start_send(*connection);
        }
    dirty_.clear();
}

void IoUringTransport::flush() {
    queue_output();
    ::io_uring_submit(&ring_);
}

void IoUringTransport::close(ConnectionId id) {
    if (Connection* connection = connections_.find(id)) end(*connection, CloseReason::local);
}

/// The first reason counts. The connection goes once its output has been handed over, can not be,
/// or takes too long, and the kernel has let go of it.
void IoUringTransport::end(Connection& connection, CloseReason reason) {
    if (connection.is_ending) return;
    connection.is_ending = true;
    connection.is_broken |= reason != CloseReason::local && reason != CloseReason::peer_closed;
    connection.reason = reason;
    connection.end_deadline_ns = shm::monotonic_now_ns() + linger_ns;
    ending_.push_back(connection.id);
    mark_dirty(connection);
}

void IoUringTransport::pause(ConnectionId id) {
    Connection* connection = connections_.find(id);
    if (connection == nullptr || connection->is_paused) return;
    connection->is_paused = true;
    if (!connection->is_receiving) return;
    io_uring_sqe& sqe = next_sqe(Operation::cancel, 0);
    ::io_uring_prep_cancel64(&sqe, user_data(Operation::receive, id), 0);
    sqe.user_data = user_data(Operation::cancel, 0);
}

void IoUringTransport::resume(ConnectionId id) {
    Connection* connection = connections_.find(id);
    if (connection == nullptr || !connection->is_paused) return;
    connection->is_paused = false;
    wake(*connection);
}

void IoUringTransport::wake(Connection& connection) {
    if (connection.is_waking) return;
    connection.is_waking = true;
    waking_.push_back(connection.id);
}

std::uint64_t IoUringTransport::poll(TransportHandler& handler) {
    deliver_held(handler);
    queue_output();
    if (::io_uring_sq_ready(&ring_) != 0) ::io_uring_submit_and_get_events(&ring_);

    std::uint64_t work = 0;
    io_uring_cqe* completion = nullptr;
    while (work < completions_per_poll && ::io_uring_peek_cqe(&ring_, &completion) == 0) {
        complete(handler, *completion);
        ::io_uring_cqe_seen(&ring_, completion);
        ++work;
    }
    if (!dirty_.empty()) flush();
    return work + remove_ended(handler);
}

void IoUringTransport::deliver_held(TransportHandler& handler) {
    for (const ConnectionId id : std::exchange(waking_, {})) {
        Connection* connection = connections_.find(id);
        if (connection == nullptr) continue;
        connection->is_waking = false;
        if (connection->is_paused || connection->is_ending) continue;
        const std::vector<char> held = std::exchange(connection->held, {});
        if (!held.empty()) handler.on_receive(id, held);
        start_receive(*connection);
    }
}

void IoUringTransport::complete(TransportHandler& handler, const io_uring_cqe& completion) {
    const auto operation = static_cast<Operation>(completion.user_data >> operation_shift);
    const std::uint64_t subject =
        completion.user_data & ((std::uint64_t{1} << operation_shift) - 1);
    if (operation == Operation::accept) {
        complete_accept(handler, subject, completion);
        return;
    }
    // A connection with an operation in flight is never removed, so all others find theirs.
    Connection* connection = connections_.find(subject);
    if (connection == nullptr) return;
    if (operation == Operation::receive) complete_receive(handler, *connection, completion);
    if (operation == Operation::send) complete_send(*connection, completion.res);
    if (operation == Operation::connect) complete_connect(handler, *connection, completion.res);
}

void IoUringTransport::complete_accept(TransportHandler& handler, std::size_t listener,
                                       const io_uring_cqe& completion) {
    if ((completion.flags & IORING_CQE_F_MORE) == 0) start_accept(listener);
    if (completion.res < 0) return;
    Socket socket(completion.res);
    if (connections_.full()) {
        ++turned_away_;
        return;
    }
    const std::string peer = peer_name(socket.fd());
    Connection& connection = add(std::move(socket));
    if (handler.on_accept(connection.id, peer))
        start_receive(connection);
    else
        connections_.erase(connection.id);
}

void IoUringTransport::complete_connect(TransportHandler& handler, Connection& connection,
                                        int result) {
    --connection.operations;
    connection.is_connecting = false;
    if (result < 0) {
        end(connection, close_reason_of(-result));
        connection.is_broken = true;
        return;
    }
    if (connection.is_ending) return;
    start_receive(connection);
    mark_dirty(connection);
    handler.on_connect(connection.id);
}

void IoUringTransport::complete_receive(TransportHandler& handler, Connection& connection,
                                        const io_uring_cqe& completion) {
    if ((completion.flags & IORING_CQE_F_MORE) == 0) {
        connection.is_receiving = false;
        --connection.operations;
    }
    const bool is_held_back = connection.is_paused || !connection.held.empty();
    if (completion.res > 0) {
        const auto bytes = buffers_->bytes(completion);
        if (is_held_back)
            connection.held.insert(connection.held.end(), bytes.begin(), bytes.end());
        else if (!connection.is_ending)
            handler.on_receive(connection.id, bytes);
        buffers_->give_back(completion);
    } else if (completion.res == 0) {
        if (!is_held_back)
            end(connection, CloseReason::peer_closed); // else the next receive says so again
    } else if (completion.res != -ENOBUFS && completion.res != -ECANCELED &&
               completion.res != -EINTR) {
        end(connection, close_reason_of(-completion.res));
    }
    if (!connection.is_receiving)
        wake(connection); // out of buffers, canceled by a pause, or ended by the kernel
}

void IoUringTransport::complete_send(Connection& connection, int result) {
    --connection.operations;
    connection.is_sending = false;
    if (result >= 0) {
        connection.output.consume(static_cast<std::size_t>(result));
        if (!connection.output.empty()) mark_dirty(connection);
    } else if (result == -EINTR || result == -EAGAIN) {
        mark_dirty(connection);
    } else {
        connection.is_broken = true;
        end(connection, close_reason_of(-result));
    }
}

std::uint64_t IoUringTransport::remove_ended(TransportHandler& handler) {
    if (ending_.empty()) return 0;
    const std::int64_t now_ns = shm::monotonic_now_ns();
    std::vector<ConnectionId> ended;
    for (const ConnectionId id : std::exchange(ending_, {})) {
        Connection& connection = *connections_.find(id);
        const bool is_done = connection.is_broken || connection.output.empty() ||
                             connection.end_deadline_ns <= now_ns;
        if (is_done && !connection.is_shut_down) {
            ::shutdown(connection.socket.fd(),
                       SHUT_RDWR); // ends what the kernel still has in flight
            connection.is_shut_down = true;
        }
        (is_done && connection.operations == 0 ? ended : ending_).push_back(id);
    }
    for (const ConnectionId id : ended) {
        const CloseReason reason = connections_.find(id)->reason;
        connections_.erase(id);
        handler.on_close(id, reason);
    }
    return ended.size();
}

void IoUringTransport::wait(std::int64_t timeout_ns) {
    if (!dirty_.empty() || !waking_.empty() || ::io_uring_cq_ready(&ring_) != 0) return;
    __kernel_timespec timeout{timeout_ns / 1'000'000'000, timeout_ns % 1'000'000'000};
    io_uring_cqe* completion = nullptr;
    ::io_uring_submit_and_wait_timeout(&ring_, &completion, 1, &timeout, nullptr);
}

} // namespace pinion::transport
