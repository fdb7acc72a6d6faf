#include "latency/load/open_loop.h"

#include <stdexcept>

namespace pinion::latency {

std::int64_t run_open_loop(Exchange& exchange, const Schedule& schedule) {
    std::uint64_t next = schedule.first_index();
    while (next != schedule.end_index()) {
        const std::int64_t intended_ns = schedule.intended_ns(next);
        if (exchange.now_ns() >= intended_ns) exchange.send(next++, intended_ns);
        exchange.poll();
    }
    const std::int64_t deadline_ns = exchange.now_ns() + settle_timeout_ns;
    while (!exchange.is_settled()) {
        if (exchange.now_ns() > deadline_ns)
            throw std::runtime_error(exchange.missing() + " missing 30 s after the last request");
        exchange.poll();
    }
    return exchange.now_ns() - schedule.start_ns();
}

} // namespace pinion::latency
