#include "latency/load/echo_exchange.h"

#include "shm/sys/clock.h"

namespace pinion::latency {

EchoExchange::EchoExchange(std::uint16_t port, std::size_t request_bytes,
                           std::size_t response_bytes)
    : socket_("127.0.0.1", port), request_(request_bytes, 'q'), input_(64 * 1024),
      response_bytes_(response_bytes) {}

EchoExchange::EchoExchange(TcpEcho& server, std::size_t request_bytes, std::size_t response_bytes)
    : EchoExchange(server.port(), request_bytes, response_bytes) {
    own_server_ = &server;
}

std::int64_t EchoExchange::now_ns() const { return shm::monotonic_now_ns(); }

void EchoExchange::send(std::uint64_t index, std::int64_t intended_ns) {
    if (in_flight_.count() == 0) next_answer_index_ = index;
    in_flight_.add(index, intended_ns);
    socket_.send(request_);
}

std::string EchoExchange::missing() const {
    return std::to_string(in_flight_.count()) + " echoes are";
}

void EchoExchange::poll() {
    if (own_server_ != nullptr) own_server_->poll();
    unread_bytes_ += socket_.receive(input_);
    if (unread_bytes_ < response_bytes_) return;
    const std::int64_t received_ns = now_ns();
    for (; unread_bytes_ >= response_bytes_; unread_bytes_ -= response_bytes_)
        round_trip_.record(received_ns - in_flight_.take(next_answer_index_++));
}

} // namespace pinion::latency
