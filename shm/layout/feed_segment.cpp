#include "shm/layout/feed_segment.h"

#include "shm/layout/parts.h"
#include "shm/read_once.h"

#include <new>
#include <stdexcept>
#include <string>

namespace pinion::shm {

namespace {

void require_fit(std::span<const std::byte> payload, const FeedLayout& layout) {
    const bool fit = Parts(payload)
                         .take(1, sizeof(FeedHeader))
                         .take(layout.instrument_capacity, sizeof(InstrumentRecord))
                         .take(layout.instrument_capacity, sizeof(DepthCell))
                         .take(layout.instrument_capacity, sizeof(MarketSlot))
                         .take(layout.order_capacity, sizeof(ImageSlot))
                         .take(1, sizeof(BroadcastRingHeader))
                         .take(layout.event_slots, sizeof(BroadcastRing<FeedEvent>::Slot))
                         .fit();
    if (!fit)
        throw std::runtime_error("a feed of " + std::to_string(layout.instrument_capacity) +
                                 " instruments, " + std::to_string(layout.order_capacity) +
                                 " orders and " + std::to_string(layout.event_slots) +
                                 " event slots does not fit in " + std::to_string(payload.size()) +
                                 " bytes");
}

FeedLayout layout_of(std::span<const std::byte> payload) {
    if (payload.size() < sizeof(FeedHeader))
        throw std::runtime_error("a feed's header does not fit in " +
                                 std::to_string(payload.size()) + " bytes");
    const auto& header = *reinterpret_cast<const FeedHeader*>(payload.data());
    return {read_once(header.instrument_capacity), read_once(header.order_capacity),
            read_once(header.event_slots)};
}

template <class Part>
std::span<Part> parts_at(std::span<std::byte> payload, std::size_t offset, std::uint64_t count) {
    return {reinterpret_cast<Part*>(payload.data() + offset), static_cast<std::size_t>(count)};
}

} // namespace

void FeedView::format(std::span<std::byte> payload, const FeedLayout& layout, std::uint32_t engine,
                      std::uint64_t events_begin) {
    require_fit(payload, layout);
    auto* header = new (payload.data()) FeedHeader{};
    header->instrument_capacity = layout.instrument_capacity;
    header->order_capacity = layout.order_capacity;
    header->event_slots = layout.event_slots;
    header->engine = engine;
    BroadcastRing<FeedEvent>::format(FeedView(payload).events(), layout.event_slots, events_begin);
}

FeedView::FeedView(std::span<std::byte> payload) : payload_(payload), layout_(layout_of(payload)) {
    require_fit(payload_, layout_);
}

std::span<InstrumentRecord> FeedView::directory() const {
    return parts_at<InstrumentRecord>(payload_, layout_.directory_offset(),
                                      layout_.instrument_capacity);
}

std::span<DepthCell> FeedView::depth() const {
    return parts_at<DepthCell>(payload_, layout_.depth_offset(), layout_.instrument_capacity);
}

std::span<MarketSlot> FeedView::markets() const {
    return parts_at<MarketSlot>(payload_, layout_.markets_offset(), layout_.instrument_capacity);
}

std::span<ImageSlot> FeedView::image() const {
    return parts_at<ImageSlot>(payload_, layout_.image_offset(), layout_.order_capacity);
}

std::span<std::byte> FeedView::events() const {
    return payload_.subspan(layout_.events_offset(),
                            BroadcastRing<FeedEvent>::bytes(layout_.event_slots));
}

} // namespace pinion::shm
