#pragma once

#include "engine/orders.h"

#include <cstdint>

namespace pinion::engine {

/// From `slot` on, the first held order at the taker's limit or better whose minimum is at most
/// `left_lots`.
[[nodiscard]] std::uint32_t willing(const Orders& orders, std::uint32_t slot, const Order& taker,
                                    std::int64_t limit_ticks, std::uint64_t left_lots);

/// Goes through a taker's makers without trading, counting down what it would have left: level by
/// level, or order by order if the taker has self-trade prevention, since then each may be its own.
class Rehearsal {
  public:
    /// The taker must outlive this.
    Rehearsal(const Orders& orders, const Order& taker, std::int64_t limit_ticks,
              std::uint64_t lots);

    /// Whether the taker could trade the lots. Once only.
    bool run();

    /// How many levels, orders of the book where they count one by one, and held orders were
    /// passed: the work that was done.
    [[nodiscard]] std::uint64_t steps() const { return steps_; }

  private:
    [[nodiscard]] bool enough_is_there() const;
    [[nodiscard]] bool prevents_self_trade() const;
    [[nodiscard]] bool passes_own() const;
    [[nodiscard]] bool is_own(std::uint32_t slot) const;
    [[nodiscard]] bool held_is_next() const;
    void count(std::uint64_t lots);
    bool pass_held();
    bool pass_level();
    bool pass_orders_of_level();

    const Orders& orders_;
    const Order& taker_;
    std::int64_t limit_ticks_;
    std::uint64_t left_;
    std::uint64_t goal_;
    std::uint64_t steps_ = 0;
    std::uint32_t shown_; ///< the next order of the book
    std::uint32_t held_;  ///< the next held order
};

} // namespace pinion::engine
