#pragma once

#include "feed-handler/reader/feed_listener.h"
#include "feed-handler/reader/feed_reader.h"
#include "latency/histogram/latency_histogram.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace pinion::latency {

/// Sees our orders come out in the venue's feed. An order is known by its OrderID, which its ack
/// tells and which may come after the event in the feed.
///
/// Thread safety: none. Memory is fixed: the last `capacity` orders.
class FeedWatch final : private feed::FeedListener {
  public:
    static constexpr std::size_t capacity = std::size_t{1} << 17;

    /// Looks at the feed of one engine of the venue `instance`.
    FeedWatch(const std::string& instance, std::uint16_t engine, const std::string& symbol);

    /// Whether the feed could be joined, within a second. If not, `reason` says why. Throws
    /// SegmentError if another version of Pinion writes it.
    [[nodiscard]] bool join();

    [[nodiscard]] std::string reason() const;

    /// Reads what is there.
    void poll() { reader_.poll(*this); }

    /// An order of ours, intended for `intended_ns`, rests in the book.
    void expect(std::uint64_t order_id, std::int64_t intended_ns);

    /// Whether every expected order was seen.
    [[nodiscard]] bool is_settled() const { return missing_ == 0; }

    [[nodiscard]] std::uint64_t missing() const { return missing_; }

    /// Expected orders whose event the reader never got, since the feed went too fast for it.
    [[nodiscard]] std::uint64_t lost() const { return lost_; }

    [[nodiscard]] const LatencyHistogram& order_to_feed() const { return order_to_feed_; }

    /// Forgets what was recorded.
    void clear();

  private:
    struct Place {
        std::uint64_t order_id;
        std::int64_t intended_ns; ///< 0: not expected yet
        std::int64_t seen_ns;     ///< 0: not seen yet
    };

    void on_join(std::uint64_t sequence, std::uint64_t lost) override;
    void on_event(const shm::FeedEvent& event, std::uint64_t sequence) override;
    [[nodiscard]] Place& place_of(std::uint64_t order_id);
    void require_own_version() const;

    std::string instance_;
    std::uint16_t engine_;
    std::string venue_;
    feed::FeedReader reader_;
    bool is_joined_ = false;
    std::vector<Place> places_;
    std::uint64_t missing_ = 0;
    std::uint64_t lost_ = 0;
    LatencyHistogram order_to_feed_;
};

} // namespace pinion::latency
