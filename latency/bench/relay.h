#pragma once

#include "shm/sys/affinity.h"
#include "shm/sys/clock.h"

#include <cstddef>
#include <cstdint>
#include <latch>
#include <span>
#include <thread>
#include <vector>

namespace pinion::latency {

/// Nanoseconds that one hop of a relay takes: players on a core each hand a message on, the last
/// one to the first. Everybody gets every message, but only the next in turn sends the next one, so
/// a hop is one message's way from core to core. No player pauses. With two players it is the
/// ping-pong of the floor.
///
/// `make_player(turn)` gives a player that has `send()` and `receive(turn)`, which waits for the
/// message of the player `turn`. Each is made by the thread that plays it and lives there: players
/// that lay side by side would hand each other more lines than the ring's. The calling thread plays
/// first and is pinned to the first core already.
template <class MakePlayer>
double relay_hop_ns(std::span<const int> cores, const MakePlayer& make_player,
                    std::uint64_t rounds) {
    const auto play = [cores](auto& player, std::size_t self, std::uint64_t round_count) {
        for (std::uint64_t round = 0; round < round_count; ++round)
            for (std::size_t turn = 0; turn < cores.size(); ++turn)
                if (turn == self)
                    player.send();
                else
                    player.receive(turn);
    };
    constexpr std::uint64_t warm_up_rounds = 100; // until all are up, pinned and in step
    auto first = make_player(std::size_t{0});
    std::latch are_all_made(static_cast<std::ptrdiff_t>(cores.size()));
    std::vector<std::jthread> others;
    for (std::size_t self = 1; self < cores.size(); ++self)
        others.emplace_back([&, self] {
            shm::pin_current_thread(cores[self]);
            auto player = make_player(self);
            are_all_made.arrive_and_wait();
            play(player, self, warm_up_rounds + rounds);
        });
    are_all_made.arrive_and_wait();
    play(first, 0, warm_up_rounds);
    const std::int64_t start_ns = shm::monotonic_now_ns();
    play(first, 0, rounds);
    const std::int64_t end_ns = shm::monotonic_now_ns();
    return static_cast<double>(end_ns - start_ns) / static_cast<double>(rounds * cores.size());
}

} // namespace pinion::latency
