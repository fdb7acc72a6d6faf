#include "shm/layout/link_segment.h"

#include "shm/layout/parts.h"
#include "shm/read_once.h"

#include <new>
#include <stdexcept>
#include <string>

namespace pinion::shm {

namespace {

void require_fit(std::span<const std::byte> payload, const LinkLayout& layout) {
    const bool fit = Parts(payload)
                         .take(1, sizeof(LinkHeader))
                         .take(layout.session_lines(), cache_line_bytes)
                         .take(1, sizeof(SpscRingHeader))
                         .take(layout.command_slots, sizeof(SpscRing<Command>::Slot))
                         .take(1, sizeof(BroadcastRingHeader))
                         .take(layout.report_slots, sizeof(BroadcastRing<Report>::Slot))
                         .fit();
    if (!fit)
        throw std::runtime_error("a link of " + std::to_string(layout.command_slots) +
                                 " command slots and " + std::to_string(layout.report_slots) +
                                 " report slots does not fit in " + std::to_string(payload.size()) +
                                 " bytes");
}

LinkLayout layout_of(std::span<const std::byte> payload) {
    if (payload.size() < sizeof(LinkHeader))
        throw std::runtime_error("a link's header does not fit in " +
                                 std::to_string(payload.size()) + " bytes");
    const auto& header = *reinterpret_cast<const LinkHeader*>(payload.data());
    return {read_once(header.command_slots), read_once(header.report_slots),
            read_once(header.session_count)};
}

} // namespace

void LinkView::format(std::span<std::byte> payload, const LinkLayout& layout,
                      std::uint64_t reports_begin) {
    require_fit(payload, layout);
    auto* header = new (payload.data()) LinkHeader{};
    header->command_slots = layout.command_slots;
    header->report_slots = layout.report_slots;
    header->session_count = layout.session_count;
    const LinkView view(payload);
    SpscRing<Command>::format(view.commands(), layout.command_slots);
    BroadcastRing<Report>::format(view.reports(), layout.report_slots, reports_begin);
}

LinkView::LinkView(std::span<std::byte> payload) : payload_(payload), layout_(layout_of(payload)) {
    require_fit(payload_, layout_);
}

std::span<SessionProgressCell> LinkView::sessions() const {
    return {reinterpret_cast<SessionProgressCell*>(payload_.data() + layout_.sessions_offset()),
            layout_.session_count};
}

std::span<std::byte> LinkView::commands() const {
    return payload_.subspan(layout_.commands_offset(),
                            SpscRing<Command>::bytes(layout_.command_slots));
}

std::span<std::byte> LinkView::reports() const {
    return payload_.subspan(layout_.reports_offset(),
                            BroadcastRing<Report>::bytes(layout_.report_slots));
}

} // namespace pinion::shm
