#pragma once

#include "shm/sys/affinity.h"
#include "shm/sys/clock.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <thread>
#include <vector>

namespace pinion::latency {

/// Nanoseconds that one hop of a relay takes: players on a core each hand a message on, the last
/// one to the first. Everybody gets every message, but only the next in turn sends the next one, so
/// a hop is one message's way from core to core. No player pauses. With two players it is the
/// ping-pong of the floor.
///
/// A player has `send()` and `receive(turn)`, which waits for the message of the player `turn`.
/// The calling thread plays first and is pinned to the first core already.
template <class Player>
double relay_hop_ns(std::span<const int> cores, std::vector<Player>& players,
                    std::uint64_t rounds) {
    const auto play = [&players](std::size_t self, std::uint64_t round_count) {
        Player& player = players[self];
        for (std::uint64_t round = 0; round < round_count; ++round)
            for (std::size_t turn = 0; turn < players.size(); ++turn)
                if (turn == self)
                    player.send();
                else
                    player.receive(turn);
    };
    constexpr std::uint64_t warm_up_rounds = 100; // until all are up, pinned and in step
    std::vector<std::thread> others;
    for (std::size_t self = 1; self < players.size(); ++self)
        others.emplace_back([&play, cores, self, rounds] {
            shm::pin_current_thread(cores[self]);
            play(self, warm_up_rounds + rounds);
        });
    play(0, warm_up_rounds);
    const std::int64_t start_ns = shm::monotonic_now_ns();
    play(0, rounds);
    const std::int64_t end_ns = shm::monotonic_now_ns();
    for (std::thread& other : others) other.join();
    return static_cast<double>(end_ns - start_ns) / static_cast<double>(rounds * players.size());
}

} // namespace pinion::latency
