#include "latency/load/latency_run.h"

#include "latency/floors/tcp_echo.h"
#include "latency/load/echo_exchange.h"
#include "latency/load/open_loop.h"

#include <algorithm>
#include <cmath>
#include <memory>

namespace pinion::latency {

namespace {

constexpr std::int64_t lead_ns = 1'000'000; ///< between "now" and the first intended time

/// Both ends of the floor.
class Echo {
  public:
    Echo(std::size_t request_bytes, std::size_t response_bytes, int core) {
        if (core >= 0) {
            server_ = std::make_unique<TcpEchoServer>(request_bytes, response_bytes, core);
            exchange_ =
                std::make_unique<EchoExchange>(server_->port(), request_bytes, response_bytes);
        } else {
            own_server_ = std::make_unique<TcpEcho>(request_bytes, response_bytes);
            exchange_ = std::make_unique<EchoExchange>(*own_server_, request_bytes, response_bytes);
        }
    }

    [[nodiscard]] EchoExchange& exchange() { return *exchange_; }

  private:
    std::unique_ptr<TcpEchoServer> server_;
    std::unique_ptr<TcpEcho> own_server_;
    std::unique_ptr<EchoExchange> exchange_;
};

/// Sends whole pairs of a new order and its cancel for about a second at a time.
class Load {
  public:
    explicit Load(double rate)
        : rate_(rate),
          requests_(2 * std::max<std::uint64_t>(1, static_cast<std::uint64_t>(rate / 2))) {}

    /// Returns the nanoseconds that it took.
    std::int64_t run_second(Exchange& exchange, std::uint64_t first_index) const {
        return run_open_loop(exchange,
                             {exchange.now_ns() + lead_ns, rate_, first_index, requests_});
    }

    [[nodiscard]] std::uint64_t requests() const { return requests_; }

  private:
    double rate_;
    std::uint64_t requests_;
};

} // namespace

LatencyResult run_latency(OrderFlow& flow, const LatencyRunOptions& options,
                          const OnSecond& on_second) {
    const Load load(options.rate);
    const unsigned total = 2 * (options.warm_up_seconds + options.seconds);
    unsigned done = 0;
    std::uint64_t next_index = 0;
    std::int64_t elapsed_ns = 0;
    std::unique_ptr<Echo> echo; // its sizes are known after the first orders
    for (unsigned second = 0; second < options.warm_up_seconds + options.seconds; ++second) {
        if (second == options.warm_up_seconds) {
            flow.clear();
            echo->exchange().clear();
            elapsed_ns = 0;
        }
        elapsed_ns += load.run_second(flow, next_index);
        on_second(++done, total);
        if (!echo)
            echo = std::make_unique<Echo>(flow.order_bytes(), flow.ack_bytes(), options.echo_core);
        load.run_second(echo->exchange(), next_index);
        on_second(++done, total);
        next_index += load.requests();
    }
    LatencyResult result;
    result.orders_sent = load.requests() / 2 * options.seconds;
    result.cancels_sent = result.orders_sent;
    result.rate_reached = static_cast<double>(load.requests() * options.seconds) * 1e9 /
                          static_cast<double>(elapsed_ns);
    result.order_bytes = flow.order_bytes();
    result.ack_bytes = flow.ack_bytes();
    result.tcp_echo.merge(echo->exchange().round_trip());
    return result;
}

} // namespace pinion::latency
