#include "feed-handler/reader/feed_attachment.h"

#include "shm/layout/segment_names.h"
#include "shm/sys/clock.h"

#include <algorithm>

namespace pinion::feed {

namespace {

using Code = shm::SegmentError::Code;

constexpr std::uint8_t decimals_max = 9;

bool is_sound(const shm::InstrumentRecord& record) {
    const auto is_printable = [](char c) { return c > ' ' && c <= '~'; };
    const auto symbol = record.symbol.view();
    return !symbol.empty() && std::ranges::all_of(symbol, is_printable) && record.tick_units > 0 &&
           record.lot_units > 0 && record.price_decimals <= decimals_max &&
           record.quantity_decimals <= decimals_max;
}

/// A part of the segment, from a constructor that refuses memory of another shape.
template <class Part, class Memory>
Part checked_part(const shm::Segment& segment, Memory memory) {
    try {
        return Part(memory);
    } catch (const std::runtime_error& error) {
        throw shm::SegmentError(Code::damaged, segment.name() + ": " + error.what());
    }
}

std::vector<shm::InstrumentRecord> checked_directory(const shm::Segment& segment,
                                                     const shm::FeedView& feed) {
    const std::uint32_t count = feed.header().instrument_count.load(std::memory_order_acquire);
    if (count > feed.directory().size())
        throw shm::SegmentError(Code::damaged, segment.name() + ": more instruments than capacity");
    const auto directory = feed.directory().first(count);
    std::vector<shm::InstrumentRecord> copy(directory.begin(), directory.end());
    if (!std::ranges::all_of(copy, is_sound))
        throw shm::SegmentError(Code::damaged, segment.name() + ": unsound instrument directory");
    return copy;
}

} // namespace

FeedAttachment::FeedAttachment(const std::string& instance, std::uint16_t engine)
    : segment_(shm::Segment::open(shm::feed_segment_name(instance, engine), shm::SegmentKind::feed,
                                  shm::FeedLayout::hash(), shm::SegmentAccess::read_only)),
      feed_(checked_part<shm::FeedView>(segment_, segment_.payload())),
      ring_(checked_part<Ring>(segment_, feed_.events())),
      instruments_(checked_directory(segment_, feed_)) {}

std::optional<std::uint32_t> FeedAttachment::find_instrument(std::string_view symbol) const {
    const auto has_symbol = [&](const shm::InstrumentRecord& record) {
        return record.symbol.view() == symbol;
    };
    const auto found = std::ranges::find_if(instruments_, has_symbol);
    if (found == instruments_.end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - instruments_.begin());
}

std::optional<shm::Depth> FeedAttachment::read_depth(std::uint32_t instrument) const {
    constexpr int attempts_max = 1000;
    const auto& content = feed_.depth()[instrument].content;
    shm::Depth depth{};
    for (int attempt = 0; attempt < attempts_max; ++attempt)
        if (content.try_read(depth, content.stamp() & ~shm::StampedWords<shm::Depth>::writing)) {
            depth.bid_count = std::min<std::uint32_t>(depth.bid_count, shm::depth_levels);
            depth.ask_count = std::min<std::uint32_t>(depth.ask_count, shm::depth_levels);
            return depth;
        }
    return std::nullopt;
}

std::int64_t FeedAttachment::heartbeat_age_ns() const {
    const std::int64_t beat = segment_.header().heartbeat_ns.load(std::memory_order_relaxed);
    return std::max<std::int64_t>(0, shm::utc_now_ns() - std::max<std::int64_t>(0, beat));
}

} // namespace pinion::feed
