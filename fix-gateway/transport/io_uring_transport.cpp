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

void IoUringTransport::wait(std::int64_t timeout_ns) {
    if (!dirty_.empty() || !waking_.empty() || ::io_uring_cq_ready(&ring_) != 0) return;
    __kernel_timespec timeout{timeout_ns / 1'000'000'000, timeout_ns % 1'000'000'000};
    io_uring_cqe* completion = nullptr;
    ::io_uring_submit_and_wait_timeout(&ring_, &completion, 1, &timeout, nullptr);
}

} // namespace pinion::transport
