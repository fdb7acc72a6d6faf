#include "latency/bench/groups.h"
#include "latency/bench/own_venue.h"
#include "latency/floors/tcp_echo.h"
#include "latency/load/echo_exchange.h"
#include "latency/load/open_loop.h"
#include "shm/sys/affinity.h"

#include <memory>
#include <optional>

namespace pinion::latency {

namespace {

constexpr double rate = 5000; ///< requests a second: half of them orders, far from any limit
constexpr std::uint64_t warm_up_requests = 2000;
constexpr std::uint64_t requests = 5000;
constexpr std::int64_t lead_ns = 1'000'000; ///< between "now" and the first intended time
constexpr double median_percent = 50;

enum class Hop { ack, feed };

/// The sizes that the floor has to have; the orders come first and tell them.
struct Sizes {
    std::size_t order_bytes = 0;
    std::size_t ack_bytes = 0;
};

/// Runs `exchange` warm and then for the record.
template <class AnyExchange>
void run(AnyExchange& exchange) {
    run_open_loop(exchange, {exchange.now_ns() + lead_ns, rate, 0, warm_up_requests});
    exchange.clear();
    run_open_loop(exchange, {exchange.now_ns() + lead_ns, rate, warm_up_requests, requests});
}

/// The median over one run of a fresh venue.
double order_ns(Hop hop, const VenueCores& cores, std::span<const int> all_cores, Sizes& sizes) {
    const OwnVenue venue(cores, all_cores);
    std::optional<FeedWatch> feed;
    if (hop == Hop::feed) {
        const OrderTerms terms = OwnVenue::terms();
        feed.emplace(venue.instance(), terms.engine, terms.symbol);
        if (!feed->join()) throw std::runtime_error(feed->reason());
    }
    OrderFlow flow(venue.address(), OwnVenue::terms(), feed ? &*feed : nullptr);
    run(flow);
    flow.log_out();
    if (flow.rejected() > 0) throw std::runtime_error("order rejected: " + flow.first_reject());
    sizes = {flow.order_bytes(), flow.ack_bytes()};
    const LatencyHistogram& measured = feed ? feed->order_to_feed() : flow.order_to_ack();
    return static_cast<double>(measured.percentile_ns(median_percent));
}

double echo_ns(int core, const Sizes& sizes) {
    const TcpEchoServer server(sizes.order_bytes, sizes.ack_bytes, core);
    EchoExchange exchange(server.port(), sizes.order_bytes, sizes.ack_bytes);
    run(exchange);
    return static_cast<double>(exchange.round_trip().percentile_ns(median_percent));
}

/// The client is on the first core, the gateway and the echo's server on the second.
Probe prepare(Hop hop, std::span<const int> cores) {
    const VenueCores venue{cores[1], cores[2], hop == Hop::feed ? cores[3] : -1};
    const auto sizes = std::make_shared<Sizes>();
    const std::vector<int> all_cores = shm::usable_cores();
    return {.value = [=] { return order_ns(hop, venue, all_cores, *sizes); },
            .floor = [=] { return echo_ns(venue.gateway, *sizes); }};
}

} // namespace

void add_ack_rows(std::vector<Row>& rows) {
    rows.push_back(
        {.group = "ack",
         .name = "ack_slow_lane",
         .what = "order to ack over FIX through QuickFIX's session, median",
         .unit = Unit::nanoseconds,
         .floor_name = "tcp_echo",
         .goal = "<= 2.50",
         .cores = 3,
         .prepare = [](std::span<const int> cores) { return prepare(Hop::ack, cores); }});
    rows.push_back(
        {.group = "ack",
         .name = "order_to_feed",
         .what = "order over FIX to a reader of the shared-memory feed, median",
         .unit = Unit::nanoseconds,
         .floor_name = "tcp_echo",
         .goal = "",
         .cores = 4,
         .prepare = [](std::span<const int> cores) { return prepare(Hop::feed, cores); }});
}

} // namespace pinion::latency
