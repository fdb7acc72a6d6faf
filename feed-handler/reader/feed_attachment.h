#pragma once

#include "shm/broadcast_ring.h"
#include "shm/layout/feed_segment.h"
#include "shm/layout/instrument_record.h"
#include "shm/segment.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pinion::feed {

/// A feed segment, mapped read-only, whose directory was checked. What needs no books can be had
/// from here: the directory, the depth cells, the state of the writer.
///
/// Thread safety: none. Errors: the constructor throws SegmentError (missing, wrong_layout, damaged
/// or system); the rest does not throw.
class FeedAttachment {
  public:
    FeedAttachment(const std::string& instance, std::uint16_t engine);

    [[nodiscard]] const shm::FeedView& feed() const { return feed_; }

    /// By a message's `instrument`.
    [[nodiscard]] std::span<const shm::InstrumentRecord> instruments() const {
        return instruments_;
    }

    [[nodiscard]] std::optional<std::uint32_t> find_instrument(std::string_view symbol) const;

    /// The best levels of an instrument below instruments().size(); nothing while there were none
    /// or the publisher is busy with them.
    [[nodiscard]] std::optional<shm::Depth> read_depth(std::uint32_t instrument) const;

    [[nodiscard]] std::uint32_t engine_epoch() const {
        return feed_.header().engine_epoch.load(std::memory_order_acquire);
    }

    /// Of the last event in the feed.
    [[nodiscard]] std::uint64_t written() const { return ring_.written(); }

    /// A reader of the events; it is to `seek` before it polls.
    [[nodiscard]] shm::BroadcastReader<shm::FeedEvent> events() const { return ring_; }

    /// Whether the process that writes the feed lives. Asks the kernel.
    [[nodiscard]] bool has_writer() const { return segment_.is_locked(shm::SegmentRole::owner); }

    /// Whether the feed's name leads elsewhere by now, or nowhere. Asks the kernel.
    [[nodiscard]] bool is_replaced() const { return segment_.is_unlinked(); }

    /// Since the writer said that it lives; not below 0.
    [[nodiscard]] std::int64_t heartbeat_age_ns() const;

  private:
    using Ring = shm::BroadcastReader<shm::FeedEvent>;

    shm::Segment segment_;
    shm::FeedView feed_;
    Ring ring_;
    std::vector<shm::InstrumentRecord> instruments_;
};

} // namespace pinion::feed
