#pragma once

#include "shm/sys/affinity.h"
#include "shm/sys/clock.h"

#include <cstddef>
#include <cstdint>
#include <latch>
#include <span>
#include <thread>
#include <utility>
#include <vector>

namespace pinion::latency {

/// Plays `rounds` rounds of a relay: sends its message when its turn has come, and receives
/// everybody else's in turn. The receiving of each is code of its own: after a wait no branch
/// predictor knows whose turn it is, so that a loop over turns would put a wrong guess into every
/// hop.
template <class Player, std::size_t... others>
void play_relay(Player& player, std::size_t self, std::uint64_t rounds,
                std::index_sequence<others...>) {
    for (std::size_t turn = 0; turn < self; ++turn) player.receive(sizeof...(others) - self + turn);
    for (std::uint64_t round = 1; round < rounds; ++round) {
        player.send();
        (player.receive(others), ...);
    }
    player.send();
    for (std::size_t other = 0; other < sizeof...(others) - self; ++other) player.receive(other);
}

/// Nanoseconds that one hop of a relay takes: players on a core each hand a message on, the last
/// one to the first. Everybody gets every message, but only the next in turn sends the next one, so
/// a hop is one message's way from core to core. No player pauses. With two players it is the
/// ping-pong of the floor.
///
/// `make_player(self)` gives a player that has `send()` and `receive(other)`, which waits for the
/// message of the player `other` + 1 turns after it. Each is made by the thread that plays it and
/// lives there: players that lay side by side would hand each other more lines than the ring's. The
/// calling thread plays first and is pinned to the first core already.
template <std::size_t player_count, class MakePlayer>
double relay_hop_ns(std::span<const int> cores, const MakePlayer& make_player,
                    std::uint64_t rounds) {
    constexpr std::make_index_sequence<player_count - 1> others;
    constexpr std::uint64_t warm_up_rounds = 100; // until all are up, pinned and in step
    auto first = make_player(std::size_t{0});
    std::latch are_all_made(player_count);
    std::vector<std::jthread> threads;
    for (std::size_t self = 1; self < player_count; ++self)
        threads.emplace_back([&, self] {
            shm::pin_current_thread(cores[self]);
            auto player = make_player(self);
            are_all_made.arrive_and_wait();
            play_relay(player, self, warm_up_rounds + rounds, others);
        });
    are_all_made.arrive_and_wait();
    play_relay(first, 0, warm_up_rounds, others);
    const std::int64_t start_ns = shm::monotonic_now_ns();
    play_relay(first, 0, rounds, others);
    const std::int64_t end_ns = shm::monotonic_now_ns();
    return static_cast<double>(end_ns - start_ns) / static_cast<double>(rounds * player_count);
}

} // namespace pinion::latency
