#include "latency/bench/groups.h"
#include "latency/bench/line_player.h"
#include "latency/bench/relay.h"
#include "latency/bench/shared_ring.h"
#include "latency/floors/cache_line_ping_pong.h"
#include "shm/broadcast_ring.h"
#include "shm/messages/feed_event.h"

#include <cstddef>
#include <memory>
#include <string>

namespace pinion::latency {

namespace {

constexpr std::uint64_t slots = 1024;
constexpr std::uint64_t hops = 400'000;

using Ring = shm::BroadcastRing<shm::FeedEvent>;
using Rings = std::vector<SharedRing<Ring>>;

/// Publishes in its own ring and reads everybody else's, in the order of their turns.
class Player {
  public:
    Player(const Rings& rings, std::size_t self) : writer_(rings[self].memory()) {
        for (std::size_t other = 1; other < rings.size(); ++other)
            readers_.emplace_back(rings[(self + other) % rings.size()].memory());
    }

    void send() {
        ++event_.order_id;
        writer_.publish(event_);
    }

    void receive(std::size_t other) {
        while (readers_[other].poll(event_) != shm::BroadcastRead::ready) {
        }
    }

  private:
    shm::BroadcastWriter<shm::FeedEvent> writer_;
    std::vector<shm::BroadcastReader<shm::FeedEvent>> readers_;
    shm::FeedEvent event_{};
};

template <std::size_t player_count>
double hop_ns(const Rings& rings, std::span<const int> cores) {
    const auto make_player = [&](std::size_t self) { return Player(rings, self); };
    return relay_hop_ns<player_count>(cores, make_player, hops / player_count);
}

/// The mean over the pairs of cores that the relay's hops join.
double floor_ns(std::span<const int> cores) {
    double sum_ns = 0;
    for (std::size_t i = 0; i < cores.size(); ++i)
        sum_ns += cache_line_ping_pong_ns(cores[i], cores[(i + 1) % cores.size()],
                                          hops / 2 / cores.size());
    return sum_ns / static_cast<double>(cores.size());
}

template <std::size_t player_count>
Probe prepare_hop(std::span<const int> cores) {
    auto rings = std::make_shared<Rings>();
    for (std::size_t i = 0; i < player_count; ++i) rings->emplace_back(slots);
    return {.value = [=] { return hop_ns<player_count>(*rings, cores); },
            .floor = [=] { return floor_ns(cores); }};
}

template <std::size_t readers>
Row hop_row() {
    const std::string count = std::to_string(readers);
    return {.group = "feed",
            .name = "feed_hop_" + count,
            .what =
                "a feed event to the next of " + count + (readers == 1 ? " reader" : " readers"),
            .unit = Unit::nanoseconds,
            .floor_name = "cache_line_ping_pong",
            .goal = readers == 1 ? "" : "<= 1.2x of 1",
            .cores = readers + 1,
            .prepare = prepare_hop<readers + 1>};
}

/// What `feed_hop_3` could be at the least: three readers that poll a line want it at once,
/// whatever is in it.
Row line_hop_row() {
    static constexpr std::size_t player_count = 4;
    const auto prepare = [](std::span<const int> cores) {
        auto lines = std::make_shared<SharedLines>(player_count);
        const auto value = [=] {
            const auto make_player = [&](std::size_t self) { return LinePlayer(*lines, self); };
            return relay_hop_ns<player_count>(cores, make_player, hops / player_count);
        };
        return Probe{.value = value, .floor = [=] { return floor_ns(cores); }};
    };
    return {.group = "feed",
            .name = "line_hop_3",
            .what = "a bare line to the next of 3 readers",
            .unit = Unit::nanoseconds,
            .floor_name = "cache_line_ping_pong",
            .goal = "",
            .cores = player_count,
            .prepare = prepare};
}

} // namespace

void add_feed_rows(std::vector<Row>& rows) {
    rows.push_back(hop_row<1>());
    rows.push_back(hop_row<3>());
    rows.push_back(line_hop_row());
}

} // namespace pinion::latency
