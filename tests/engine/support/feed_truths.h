#pragma once

#include "shm/messages/feed_event.h"

#include <cstdint>
#include <list>
#include <map>
#include <string>
#include <utility>

namespace pinion::engine {

/// The book rebuilt from the feed: where trading goes on it is never crossed at rest, nobody is
/// served before his turn, and each event agrees with what was there.
class FeedTruths {
  public:
    void on_feed_event(const shm::FeedEvent& event);
    void command_ended();

    [[nodiscard]] const std::string& broken() const { return broken_; }

    [[nodiscard]] std::uint64_t book_hash() const;

  private:
    struct Order {
        std::uint64_t order_id;
        std::uint32_t slot;
        std::uint64_t lots;
    };

    using Level = std::list<Order>;
    using Ladder = std::map<std::int64_t, Level>; ///< the key is lowest at the best price
    using Ladders = std::map<std::pair<std::uint32_t, shm::Side>, Ladder>;

    /// An order, and where it is.
    struct Found {
        Ladder* ladder;
        Ladder::iterator level;
        Level::iterator order;
    };

    void hold(bool truth, const char* sentence) {
        if (!truth && broken_.empty()) broken_ = sentence;
    }

    void add(const shm::FeedEvent& event);
    void execute(const shm::FeedEvent& event);
    void reduce(const shm::FeedEvent& event);
    void remove(const shm::FeedEvent& event);
    void replace(const shm::FeedEvent& event);
    void trade(const shm::FeedEvent& event);
    void indicative(const shm::FeedEvent& event);
    void price_trade(const shm::FeedEvent& event, std::int64_t own_ticks);
    void number_match(const shm::FeedEvent& event);
    bool find(const shm::FeedEvent& event, Found& found);
    void take_out(const Found& found);
    [[nodiscard]] bool is_crossed() const;
    [[nodiscard]] shm::TradingPhase phase(std::uint32_t instrument) const;

    std::string broken_;
    Ladders ladders_;
    std::map<std::uint32_t, std::int64_t> prices_; ///< of the slots in use
    std::int64_t command_time_ns_ = -1;
    std::uint32_t last_match_ = 0;
    shm::FeedEvent last_execute_{};
    std::map<std::uint32_t, shm::TradingPhase> phases_; ///< by instrument
    bool at_rest_ = true;
};

} // namespace pinion::engine
