#pragma once

#include "engine/book/order_book.h"
#include "engine/book/tag_index.h"
#include "engine/day_ids.h"
#include "engine/engine_options.h"
#include "engine/order_details.h"
#include "engine/state_hash.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>
#include <vector>

namespace pinion::engine {

/// All orders: the book, their details, the index of live ids and the day's ids, kept in step. An
/// order begins, may rest, and ends; only resting orders have a slot. Not thread-safe; allocates
/// only when built, and then throws std::invalid_argument on impossible options.
class Orders {
  public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    explicit Orders(const EngineOptions& options);

    [[nodiscard]] const OrderBook& book() const { return book_; }

    [[nodiscard]] const DayIds& day_ids() const { return day_ids_; }

    /// The slot of the resting order whose current ClOrdID this is, or none.
    [[nodiscard]] std::uint32_t find_live(const IdKey& key) const;
    [[nodiscard]] Order resting(std::uint32_t slot) const;

    [[nodiscard]] std::uint64_t order_id(std::uint32_t slot) const {
        return details_[slot].order_id;
    }

    /// Remembers the order under its ClOrdID. Needs room in the day's ids.
    void begin(Order& order, const IdKey& key);
    /// Remembers an id that was used up for something else than a new order, if there is room.
    void remember_alias(const IdKey& key, std::uint32_t record);
    /// Puts the order into the book, last in its level; its slot. Needs room in the book.
    std::uint32_t rest(const Order& order);
    /// An order that is not in the book has come to its end.
    void end(const Order& order, shm::OrdStatus status, shm::RejectReason reason);
    /// A resting order traded `lots`; `maker` is what became of it.
    void fill(std::uint32_t slot, const Order& maker, std::uint64_t lots);
    /// A resting order leaves the book, and has come to its end unless it will rest again.
    void withdraw(std::uint32_t slot);
    /// A resting order got new terms and a new ClOrdID but keeps its place. Needs room in the day's
    /// ids; not more lots than before.
    void amend(std::uint32_t slot, Order& order, const IdKey& key);
    /// An order outside the book gets a new ClOrdID. Needs room in the day's ids.
    void rename(Order& order, const IdKey& key);

    void fold_into(StateHash& hash) const;

  private:
    OrderBook book_;
    std::vector<OrderDetails> details_; ///< by slot
    TagIndex live_ids_;
    DayIds day_ids_;

    void index(std::uint32_t slot);
    void unindex(std::uint32_t slot);
};

} // namespace pinion::engine
