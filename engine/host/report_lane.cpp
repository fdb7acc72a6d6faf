#include "engine/host/report_lane.h"

#include <cassert>

namespace pinion::engine {

shm::Report* ReportLane::try_claim(std::uint64_t report_sequence, std::uint64_t sequence,
                                   const ReleaseGate& gate) {
    if (!has_room()) [[unlikely]] {
        release(sequence, gate); // the output log takes only what was released
        look_what_is_reusable();
        if (!has_room()) return nullptr;
    }
    assert(report_sequence == ring_.staged() + 1);
    return &ring_.claim();
}

void ReportLane::stage(std::uint64_t sequence, const ReleaseGate& gate) {
    const std::uint64_t place = ring_.stage();
    if (!gate.lets_pass(sequence)) staged_.note(sequence, place);
}

void ReportLane::release(std::uint64_t sequence, const ReleaseGate& gate) {
    if (!has_unreleased()) return;
    const std::uint64_t released = ring_.staged() - ring_.unreleased();
    const std::uint64_t passing = staged_.take_until(gate.durable_sequence(), released);
    ring_.release(gate.lets_pass(sequence) ? ring_.staged() : passing);
}

void ReportLane::look_what_is_reusable() {
    reusable_ = output_log_ != nullptr ? output_log_->load(std::memory_order_acquire)
                                       : ring_.staged() - ring_.unreleased();
}

} // namespace pinion::engine
