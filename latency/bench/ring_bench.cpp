#include "latency/bench/groups.h"
#include "latency/bench/relay.h"
#include "latency/bench/shared_ring.h"
#include "latency/floors/cache_line_ping_pong.h"
#include "shm/spsc_ring.h"

#include <array>

namespace pinion::latency {

namespace {

constexpr std::uint64_t slots = 1024;
constexpr std::uint64_t round_trips = 200'000;

/// 56 bytes; with the ring's stamp the 64 that a message takes.
struct Message {
    std::array<std::uint64_t, 7> words;
};

using Ring = shm::SpscRing<Message>;

class Player {
  public:
    Player(std::span<std::byte> out, std::span<std::byte> in) : writer_(out), reader_(in) {}

    void send() {
        ++message_.words[0];
        while (!writer_.try_write(message_)) {
        }
    }

    void receive(std::size_t) {
        while (!reader_.try_read(message_)) {
        }
    }

  private:
    shm::SpscWriter<Message> writer_;
    shm::SpscReader<Message> reader_;
    Message message_{};
};

/// On fresh rings: a reader that starts on used ones may find a message again.
double hop_ns(std::span<const int> cores) {
    const SharedRing<Ring> there(slots);
    const SharedRing<Ring> back(slots);
    const auto make_player = [&](std::size_t self) {
        return self == 0 ? Player(there.memory(), back.memory())
                         : Player(back.memory(), there.memory());
    };
    return relay_hop_ns<2>(cores, make_player, round_trips);
}

Probe prepare_spsc_hop(std::span<const int> cores) {
    return {.value = [=] { return hop_ns(cores); },
            .floor = [=] { return cache_line_ping_pong_ns(cores[0], cores[1], round_trips); }};
}

} // namespace

void add_ring_rows(std::vector<Row>& rows) {
    rows.push_back({.group = "ring",
                    .name = "spsc_hop",
                    .what = "a 64-byte message through the SPSC ring, one way",
                    .unit = Unit::nanoseconds,
                    .floor_name = "cache_line_ping_pong",
                    .goal = "<= 1.20",
                    .cores = 2,
                    .prepare = prepare_spsc_hop});
}

} // namespace pinion::latency
