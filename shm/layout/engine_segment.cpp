#include "shm/layout/engine_segment.h"

#include "shm/layout/parts.h"
#include "shm/read_once.h"

#include <new>
#include <stdexcept>
#include <string>

namespace pinion::shm {

namespace {

void require_fit(std::span<const std::byte> payload, const EngineLayout& layout) {
    const bool fit = Parts(payload)
                         .take(1, sizeof(EngineHeader))
                         .take(1, sizeof(BroadcastRingHeader))
                         .take(layout.log_slots, sizeof(BroadcastRing<LogRecord>::Slot))
                         .fit();
    if (!fit)
        throw std::runtime_error("an engine of " + std::to_string(layout.log_slots) +
                                 " log slots does not fit in " + std::to_string(payload.size()) +
                                 " bytes");
}

EngineLayout layout_of(std::span<const std::byte> payload) {
    if (payload.size() < sizeof(EngineHeader))
        throw std::runtime_error("an engine's header does not fit in " +
                                 std::to_string(payload.size()) + " bytes");
    return {read_once(reinterpret_cast<const EngineHeader*>(payload.data())->log_slots)};
}

} // namespace

void EngineView::format(std::span<std::byte> payload, const EngineLayout& layout,
                        std::uint32_t engine, std::uint64_t log_begin) {
    require_fit(payload, layout);
    auto* header = new (payload.data()) EngineHeader{};
    header->log_slots = layout.log_slots;
    header->engine = engine;
    BroadcastRing<LogRecord>::format(EngineView(payload).log(), layout.log_slots, log_begin);
}

EngineView::EngineView(std::span<std::byte> payload)
    : payload_(payload), layout_(layout_of(payload)) {
    require_fit(payload_, layout_);
}

std::span<std::byte> EngineView::log() const {
    return payload_.subspan(layout_.log_offset(),
                            BroadcastRing<LogRecord>::bytes(layout_.log_slots));
}

} // namespace pinion::shm
