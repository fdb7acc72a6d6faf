// What the kernel answers; io_uring_transport.cpp is what it is asked for.

#include "fix-gateway/transport/io_uring_transport.h"
#include "shm/sys/clock.h"

#include <cerrno>
#include <utility>

namespace pinion::transport {

namespace {

constexpr unsigned completions_per_poll = 256;

} // namespace

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

} // namespace pinion::transport
