#include "latency/floors/cache_line_ping_pong.h"

#include "latency/floors/pinned_scope.h"
#include "shm/cache_line.h"
#include "shm/sys/affinity.h"
#include "shm/sys/clock.h"

#include <boost/interprocess/anonymous_shared_memory.hpp>

#include <atomic>
#include <new>
#include <thread>

namespace pinion::latency {

namespace {

struct alignas(shm::cache_line_bytes) Line {
    std::atomic<std::uint64_t> turn{0}; ///< even: the caller's, odd: the partner's
};

void wait_for(const Line& line, std::uint64_t turn) {
    while (line.turn.load(std::memory_order_acquire) != turn) {
    }
}

} // namespace

double cache_line_ping_pong_ns(int core, int partner_core, std::uint64_t round_trips) {
    auto memory = boost::interprocess::anonymous_shared_memory(sizeof(Line));
    auto* line = new (memory.get_address()) Line;
    const PinnedScope pinned(core);

    std::thread partner([line, partner_core, round_trips] {
        shm::pin_current_thread(partner_core);
        for (std::uint64_t i = 0; i <= round_trips; ++i) {
            wait_for(*line, 2 * i + 1);
            line->turn.store(2 * i + 2, std::memory_order_release);
        }
    });
    line->turn.store(1, std::memory_order_release);
    wait_for(*line, 2); // the partner is up and pinned
    const std::int64_t start_ns = shm::monotonic_now_ns();
    for (std::uint64_t i = 1; i <= round_trips; ++i) {
        line->turn.store(2 * i + 1, std::memory_order_release);
        wait_for(*line, 2 * i + 2);
    }
    const std::int64_t end_ns = shm::monotonic_now_ns();
    partner.join();
    return static_cast<double>(end_ns - start_ns) / static_cast<double>(2 * round_trips);
}

} // namespace pinion::latency
