#pragma once

#include "shm/book_hash.h"
#include "shm/layout/feed_segment.h"
#include "shm/messages/feed_event.h"

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pinion::test {

/// The seed of a random test: PINION_SEED or a new one; it is printed, so that a failure can be
/// repeated.
inline std::uint64_t test_seed() {
    const char* wanted = std::getenv("PINION_SEED");
    const std::uint64_t seed = wanted != nullptr ? std::stoull(wanted) : std::random_device{}();
    std::cout << "PINION_SEED=" << seed << std::endl;
    return seed;
}

/// A market that does random things, kept in the slowest and most obvious way: the twin with which
/// publisher and reader are compared. The same seed always gives the same events.
class ModelMarket {
  public:
    ModelMarket(std::uint64_t seed, std::uint32_t instruments, std::uint32_t slots)
        : random_(seed), instruments_(instruments) {
        for (std::uint32_t slot = 0; slot < slots; ++slot) free_slots_.insert(slot);
    }

    /// The next event, whose effect is in the model already.
    shm::FeedEvent next();

    [[nodiscard]] std::uint64_t sequence() const { return sequence_; }

    [[nodiscard]] std::uint64_t hash() const;
    [[nodiscard]] shm::Depth depth(std::uint32_t instrument) const;

    /// Whether the last event completed a command.
    [[nodiscard]] bool is_at_rest() const { return is_at_rest_; }

  private:
    struct Order {
        std::uint64_t id;
        std::uint32_t slot;
        std::uint64_t quantity;
    };

    /// Worse prices are larger keys on both sides.
    using Queue = std::map<std::uint64_t, Order>; ///< by the sequence that queued it
    using Side = std::map<std::int64_t, Queue>;
    using Key = std::pair<std::uint32_t, shm::Side>;

    struct Place {
        Key key;
        std::int64_t price;
        std::uint64_t queued;
    };

    static std::int64_t badness(shm::Side side, std::int64_t price) {
        return side == shm::Side::buy ? -price : price;
    }

    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    void insert(const Place& place, const Order& order);
    Order take(const Place& place);
    shm::FeedEvent about(const Place& place, const Order& order) const;
    shm::FeedEvent add();
    shm::FeedEvent move(Place place);
    shm::FeedEvent shrink(const Place& place);
    shm::FeedEvent trade();

    std::mt19937_64 random_;
    std::uint32_t instruments_;
    std::set<std::uint32_t> free_slots_;
    std::map<Key, Side> sides_;
    std::vector<Place> places_; ///< of all orders
    std::map<std::uint32_t, std::pair<std::int64_t, std::uint64_t>> last_trades_;
    std::uint64_t sequence_ = 0;
    std::uint64_t last_id_ = 0;
    bool is_at_rest_ = true;
};

} // namespace pinion::test
