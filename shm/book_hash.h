#pragma once

#include "shm/messages/order_terms.h"

#include <cstdint>

namespace pinion::shm {

/// Order-sensitive fingerprint of a venue's resting orders, the same for the engine and for whoever
/// rebuilt its book from the feed. Fold every resting order: instruments in rising index; of each
/// the bids best first, then the asks best first; inside a level in priority order.
class BookHash {
  public:
    void fold(std::uint32_t instrument, Side side, std::int64_t price_ticks, std::uint64_t order_id,
              std::uint64_t quantity_lots) {
        mix(instrument);
        mix(static_cast<std::uint64_t>(side));
        mix(static_cast<std::uint64_t>(price_ticks));
        mix(order_id);
        mix(quantity_lots);
    }

    [[nodiscard]] std::uint64_t value() const { return hash_; }

  private:
    /// One round of the finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) over state and
    /// term.
    void mix(std::uint64_t term) {
        hash_ += term + 0x9e3779b97f4a7c15;
        hash_ = (hash_ ^ (hash_ >> 30)) * 0xbf58476d1ce4e5b9;
        hash_ = (hash_ ^ (hash_ >> 27)) * 0x94d049bb133111eb;
        hash_ ^= hash_ >> 31;
    }

    std::uint64_t hash_ = 0;
};

} // namespace pinion::shm
