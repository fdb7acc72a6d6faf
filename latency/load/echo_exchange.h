#pragma once

#include "latency/floors/tcp_echo.h"
#include "latency/histogram/latency_histogram.h"
#include "latency/load/in_flight.h"
#include "latency/load/open_loop.h"
#include "latency/load/spinning_socket.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pinion::latency {

/// The client of a TCP echo on this host: what an order would cost if the venue did nothing.
class EchoExchange : public Exchange {
  public:
    EchoExchange(std::uint16_t port, std::size_t request_bytes, std::size_t response_bytes);

    /// Of a server that nobody else polls: this exchange does, on its own thread.
    EchoExchange(TcpEcho& server, std::size_t request_bytes, std::size_t response_bytes);

    [[nodiscard]] std::int64_t now_ns() const override;
    void send(std::uint64_t index, std::int64_t intended_ns) override;
    void poll() override;

    [[nodiscard]] bool is_settled() const override { return in_flight_.count() == 0; }

    [[nodiscard]] std::string missing() const override;

    [[nodiscard]] const LatencyHistogram& round_trip() const { return round_trip_; }

    /// Forgets what was recorded: the warm-up is over.
    void clear() { round_trip_ = LatencyHistogram(); }

  private:
    TcpEcho* own_server_ = nullptr;
    SpinningSocket socket_;
    std::vector<char> request_;
    std::vector<char> input_;
    std::size_t response_bytes_;
    std::size_t unread_bytes_ = 0; ///< of answers not yet complete
    std::uint64_t next_answer_index_ = 0;
    InFlight in_flight_;
    LatencyHistogram round_trip_;
};

} // namespace pinion::latency
