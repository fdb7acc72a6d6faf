#include "engine/publisher/feed_options.h"

#include "shm/layout/feed_segment.h"
#include "shm/layout/segment_names.h"

#include <algorithm>

namespace pinion::engine {

shm::Segment create_feed_segment(const FeedOptions& options) {
    const shm::FeedLayout layout{options.instruments.size(), options.orders_max,
                                 options.event_slots};
    const shm::SegmentSpec spec{
        shm::feed_segment_name(options.instance, options.engine_id),
        shm::SegmentKind::feed,
        shm::FeedLayout::hash(),
        layout.bytes(),
        options.group,
        options.mode,
    };
    return shm::Segment::create(spec, [&](std::span<std::byte> payload) {
        shm::FeedView::format(payload, layout, options.engine_id, options.events_begin);
        const shm::FeedView view(payload);
        std::ranges::copy(options.instruments, view.directory().begin());
        view.header().instrument_count = static_cast<std::uint32_t>(options.instruments.size());
        view.header().engine_epoch = options.engine_epoch;
    });
}

} // namespace pinion::engine
