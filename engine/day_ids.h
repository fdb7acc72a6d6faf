#pragma once

#include "engine/book/huge_page_allocator.h"
#include "engine/day_index.h"
#include "engine/engine_options.h"
#include "engine/order_details.h"
#include "engine/state_hash.h"
#include "shm/fixed_text.h"
#include "shm/messages/notional.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::engine {

class StateReader;
class StateWriter;

/// A ClOrdID is unique in its session.
struct IdKey {
    std::uint16_t session;
    const shm::ClOrdId& text;
    std::uint64_t mixed; ///< of the text's keyed hash and the session

    /// Sessions may use equal texts; their hashes must not meet.
    [[nodiscard]] static std::uint64_t mix(std::uint16_t session, std::uint64_t hash) {
        const auto product = (hash ^ session) * 0x9e3779b97f4a7c15; // Knuth, TAOCP 3, 6.4
        return product ^ (product >> 32);
    }
};

/// What is remembered of an order that has ended.
struct alignas(64) EndedOrder {
    std::uint64_t order_id;
    std::int64_t price_ticks;
    std::uint64_t quantity_lots;
    std::uint64_t cumulative_lots;
    shm::Notional cumulative_notional;
    std::uint32_t instrument;
    std::uint16_t account;
    shm::RejectReason reason;
    shm::OrdStatus status;
    shm::Side side;
    shm::OrdType ord_type;
    shm::TimeInForce time_in_force;
    std::uint8_t exec_inst;
    shm::SelfTradePrevention self_trade_prevention;
    std::uint8_t spare[2];
};

static_assert(sizeof(EndedOrder) == 64);

/// The day's ClOrdIDs and the orders they belong to, in a fixed table that is never searched for
/// live orders. Not thread-safe; allocates only when built.
///
/// Several ids may belong to one order: its own, those of its replaces and of its cancel. While an
/// order lives, only its place and its current id are known here. When it ends, the rest is written
/// behind what the last order left, since that line is in the cache, and its own from long ago is
/// not.
class DayIds {
  public:
    static constexpr std::uint32_t none = DayIndex::none;

    explicit DayIds(std::uint32_t capacity);

    [[nodiscard]] bool full() const { return ids_.size() == capacity_; }

    /// Number of a known id's order, or none.
    [[nodiscard]] std::uint32_t find(const IdKey& key) const;

    /// Hints: fetch where an id is looked for, and where ids and orders will be written after a few
    /// others. Inline, or g++ 12 drops what only fetches.
    [[gnu::always_inline]] void prefetch(std::uint64_t mixed) const {
        constexpr std::size_t ahead = 16;
        index_.prefetch(mixed);
        __builtin_prefetch(ids_.data() + ids_.size() + ahead, 1);
        __builtin_prefetch(orders_.data() + orders_.size() + ahead, 1);
        __builtin_prefetch(ended_.data() + ended_.size() + ahead, 1);
    }

    [[gnu::always_inline]] void prefetch_order(std::uint32_t order) const {
        __builtin_prefetch(orders_.data() + order, 1);
    }

    /// Remembers an id of a new order; the order's number. Needs !full().
    std::uint32_t add_order(const IdKey& key);
    /// Remembers another id of a known order. Needs !full().
    void add_alias(const IdKey& key, std::uint32_t order);
    /// The same, and makes it the order's current id.
    void rename(const IdKey& key, std::uint32_t order);

    /// The order waits there.
    void rests(std::uint32_t order, std::uint32_t slot) { orders_[order].place = slot; }

    /// The order will not change any more.
    void ends(const Order& order, shm::OrdStatus status, shm::RejectReason reason);

    [[nodiscard]] bool has_ended(std::uint32_t order) const {
        return (orders_[order].place & ended_mark) != 0;
    }

    /// Of an order that has not ended.
    [[nodiscard]] std::uint32_t slot(std::uint32_t order) const { return orders_[order].place; }

    /// Of an order that has.
    [[nodiscard]] const EndedOrder& ended(std::uint32_t order) const {
        return ended_[orders_[order].place & ~ended_mark];
    }

    /// An order that has ended, as it was then.
    [[nodiscard]] Order ended_order(std::uint32_t order) const;

    /// A new day: no id is known any more.
    void clear();

    /// Folds everything that later events can depend on.
    void fold_into(StateHash& hash) const;

    void save(StateWriter& writer) const;
    /// Into an empty table; the number of live orders, whose places are told by `rests` afterwards.
    std::uint32_t load(StateReader& reader, const EngineOptions& options);
    /// Whether the order lives, its place was not told, and the id is its current one.
    [[nodiscard]] bool awaits(std::uint32_t order, const IdKey& key) const;

  private:
    static constexpr std::uint32_t ended_mark = std::uint32_t{1} << 31;
    static constexpr std::uint32_t awaited = ended_mark - 1; ///< while a state is being loaded

    struct Id {
        shm::ClOrdId text;
        std::uint32_t order;
        std::uint64_t mixed; ///< for the index of a saved state: the text alone does not tell it
    };

    static_assert(sizeof(Id) == 32);

    struct DayOrder {
        std::uint32_t place;      ///< its slot, or its number among the ended with `ended_mark`
        std::uint32_t current_id; ///< number of its latest ClOrdID
        std::uint16_t session;    ///< whose ids these are
    };

    std::size_t capacity_;
    DayIndex index_;
    std::vector<Id, HugePageAllocator<Id>> ids_;
    std::vector<DayOrder, HugePageAllocator<DayOrder>> orders_;
    std::vector<EndedOrder, HugePageAllocator<EndedOrder>> ended_;
};

} // namespace pinion::engine
