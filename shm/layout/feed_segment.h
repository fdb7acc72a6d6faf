#pragma once

#include "shm/broadcast_ring.h"
#include "shm/cache_line.h"
#include "shm/layout/instrument_record.h"
#include "shm/layout/layout_hash.h"
#include "shm/messages/feed_event.h"
#include "shm/stamped_words.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

/// The public market data of one engine, written by its publisher, mapped read-only by everybody
/// else.
///
///   payload:  | FeedHeader, 3 lines | instrument directory | depth cells | market image |
///             | order image | events |
///
/// `events` is a broadcast ring of FeedEvent.
///
/// Joining late: note F = `image_sequence`; copy both images; go on with the ring from F + 1 and
/// apply to each order and market only events above the stamp that its image slot had. Why that is
/// exact: feed-handler/README.md.
namespace pinion::shm {

struct FeedHeader {
    std::uint64_t instrument_capacity;
    std::uint64_t order_capacity; ///< slots of the order image
    std::uint64_t event_slots;
    std::uint32_t engine; ///< the engine's id
    std::uint32_t spare_0;
    std::uint64_t spare_1[4];
    /// The publisher's lines.
    alignas(cache_line_bytes)
        std::atomic<std::uint32_t> engine_epoch; ///< rises when history is not continued
    std::atomic<std::uint32_t> instrument_count; ///< directory entries that are valid
    alignas(cache_line_bytes)
        std::atomic<std::uint64_t> image_sequence; ///< the order image holds all events up to here
    std::atomic<std::uint64_t> image_high_water;   ///< slots at and above were never used
};

static_assert(sizeof(FeedHeader) == 3 * cache_line_bytes);

/// One resting order in the order image. Indexed by the feed events' order_slot; stamped with the
/// sequence of the last event that changed it.
struct ImageOrder {
    std::uint64_t order_id; ///< 0: the slot is free
    std::int64_t price_ticks;
    std::uint64_t quantity_lots;
    std::uint64_t
        priority; ///< sequence of the event that queued it: lower is earlier within its level
    std::uint32_t instrument;
    Side side;
    std::uint8_t spare[19];
};

static_assert(std::is_trivially_copyable_v<ImageOrder> && sizeof(ImageOrder) == 56);

using ImageSlot = BroadcastSlot<ImageOrder>; ///< one line: the order and its stamp
static_assert(sizeof(ImageSlot) == cache_line_bytes);

/// Where trading stands in one instrument, in the market image. Indexed by instrument; stamped with
/// the sequence of the last event that changed it.
struct ImageMarket {
    TradingPhase phase; ///< 0: nothing was said, and so `continuous`
    Side surplus_side;  ///< 0: nothing would be left over
    std::uint8_t spare_0[6];
    std::int64_t indicative_price_ticks; ///< of the auction under way; indicative_lots 0: none
    std::uint64_t indicative_lots;
    std::uint64_t surplus_lots;
    std::uint64_t spare_1[3];
};

static_assert(std::is_trivially_copyable_v<ImageMarket> && sizeof(ImageMarket) == 56);

using MarketSlot = BroadcastSlot<ImageMarket>; ///< one line: the market and its stamp
static_assert(sizeof(MarketSlot) == cache_line_bytes);

inline constexpr std::size_t depth_levels = 10;

struct DepthLevel {
    std::int64_t price_ticks;
    std::uint64_t quantity_lots;
    std::uint32_t order_count;
    std::uint32_t spare;
};

/// The best price levels of one instrument, best first, stamped with the sequence of the last event
/// in them.
struct Depth {
    std::uint32_t bid_count;
    std::uint32_t ask_count;
    std::int64_t last_price_ticks; ///< of the last trade; last_quantity_lots 0: none yet
    std::uint64_t last_quantity_lots;
    DepthLevel bids[depth_levels];
    DepthLevel asks[depth_levels];
};

static_assert(std::is_trivially_copyable_v<Depth> && sizeof(Depth) == 24 + 2 * depth_levels * 24);

struct alignas(cache_line_bytes) DepthCell {
    StampedWords<Depth> content;
};

struct FeedLayout {
    std::uint64_t instrument_capacity;
    std::uint64_t order_capacity;
    std::uint64_t event_slots;

    [[nodiscard]] std::size_t directory_offset() const { return sizeof(FeedHeader); }

    [[nodiscard]] std::size_t depth_offset() const {
        return directory_offset() + instrument_capacity * sizeof(InstrumentRecord);
    }

    [[nodiscard]] std::size_t markets_offset() const {
        return depth_offset() + instrument_capacity * sizeof(DepthCell);
    }

    [[nodiscard]] std::size_t image_offset() const {
        return markets_offset() + instrument_capacity * sizeof(MarketSlot);
    }

    [[nodiscard]] std::size_t events_offset() const {
        return image_offset() + order_capacity * sizeof(ImageSlot);
    }

    [[nodiscard]] std::size_t bytes() const {
        return events_offset() + BroadcastRing<FeedEvent>::bytes(event_slots);
    }

    [[nodiscard]] static std::uint64_t hash() {
        return layout_hash({sizeof(FeedHeader), sizeof(InstrumentRecord), sizeof(DepthCell),
                            sizeof(MarketSlot), sizeof(ImageSlot), sizeof(FeedEvent),
                            depth_levels});
    }
};

/// Finds the parts of a feed's payload. Throws std::runtime_error if the header does not fit the
/// payload.
class FeedView {
  public:
    /// Makes a zeroed payload a feed; its events go on behind the sequence `events_begin`.
    static void format(std::span<std::byte> payload, const FeedLayout& layout, std::uint32_t engine,
                       std::uint64_t events_begin = 0);
    explicit FeedView(std::span<std::byte> payload);

    [[nodiscard]] FeedHeader& header() const {
        return *reinterpret_cast<FeedHeader*>(payload_.data());
    }

    [[nodiscard]] const FeedLayout& layout() const { return layout_; }

    [[nodiscard]] std::span<InstrumentRecord>
    directory() const; ///< capacity; the first instrument_count are valid
    [[nodiscard]] std::span<DepthCell> depth() const;    ///< by instrument
    [[nodiscard]] std::span<MarketSlot> markets() const; ///< by instrument
    [[nodiscard]] std::span<ImageSlot> image() const;    ///< by order_slot
    [[nodiscard]] std::span<std::byte> events() const;   ///< a BroadcastRing<FeedEvent>

  private:
    std::span<std::byte> payload_;
    FeedLayout layout_;
};

} // namespace pinion::shm
