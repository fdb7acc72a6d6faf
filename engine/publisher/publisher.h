#pragma once

#include "engine/publisher/depth_book.h"
#include "shm/broadcast_ring.h"
#include "shm/counters.h"
#include "shm/layout/feed_segment.h"
#include "shm/messages/feed_event.h"
#include "shm/segment.h"
#include "shm/spsc_ring.h"
#include "shm/sys/agent.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pinion::engine {

struct PublisherCounters {
    shm::Counter events;  ///< published
    shm::Counter refused; ///< book events that name a slot, an instrument or an order that is not
};

/// Makes the matcher's book events public: into the broadcast ring at once, then into the order
/// image, then into the depth cells, which show only books at rest.
///
///  1. The n-th book event is the feed's n-th event, whatever it holds: one that cannot be
///     published goes out as a heartbeat and is counted, so that both sides count alike.
///  2. The order image never holds an event that the ring does not (shm/layout/feed_segment.h,
///     feed-handler/README.md: why late joiners need that).
///  3. Nothing is asked of readers; nothing is allocated unless a book has more price levels than
///     it ever had.
///
/// Thread safety: one thread. Errors: the constructor throws std::runtime_error on memory of
/// another layout and on a feed in which there are events.
class Publisher final : public shm::Agent {
  public:
    /// `book_events` is an SpscRing<FeedEvent> and `feed` a new feed segment; both outlive the
    /// publisher. Both may go on with a history: then `restore` comes first.
    Publisher(std::span<std::byte> book_events, shm::Segment& feed,
              PublisherCounters counters = {});

    /// The book as that history left it, an `add` for each order in their priority. Not with the
    /// publisher's thread.
    void restore(const std::vector<shm::FeedEvent>& book);

    std::uint64_t do_work() override;

    /// Publishes what the matcher left: stop the matcher first.
    void on_close() override;

    /// Of the last published event. Call from the publisher's thread.
    [[nodiscard]] std::uint64_t feed_sequence() const { return ring_.staged(); }

  private:
    static constexpr std::uint64_t batch_max = 64;

    std::uint64_t publish_batch();
    [[nodiscard]] shm::FeedEvent publishable(const shm::FeedEvent& event);
    void follow(const shm::FeedEvent& event, std::uint64_t sequence);
    [[nodiscard]] bool update_image(const shm::FeedEvent& event, std::uint64_t sequence);
    void update_market(const shm::FeedEvent& event, std::uint64_t sequence);
    void write_depth();
    void refuse(const shm::FeedEvent& event);
    void beat_now_and_then();

    struct InstrumentDepth {
        DepthBook book;
        std::uint64_t sequence = 0; ///< of the last event in it
        bool is_written = true;
    };

    shm::SpscReader<shm::FeedEvent> book_events_;
    shm::Segment& segment_;
    shm::FeedView feed_;
    shm::BroadcastWriter<shm::FeedEvent> ring_;
    PublisherCounters counters_;
    std::span<shm::ImageSlot> image_;
    std::uint64_t image_high_water_ = 0;
    std::vector<InstrumentDepth> depth_;
    std::vector<std::uint32_t> changed_instruments_; ///< their depth cells are to be written
    std::uint64_t turns_ = 0;
    bool has_refused_ = false;
};

} // namespace pinion::engine
