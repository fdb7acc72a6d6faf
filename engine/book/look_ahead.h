#pragma once

#include "engine/book/order_book.h"
#include "engine/book/tag_index.h"
#include "shm/messages/order_terms.h"

#include <array>
#include <cstdint>

namespace pinion::engine {

/// What can be known of a request before its turn. Any values will do: they only lead to memory
/// that is fetched.
struct Foreseen {
    std::uint64_t key; ///< the order's in the index
    bool is_new;       ///< it enters the book at the price; otherwise it is there
    std::uint32_t instrument;
    shm::Side side;
    std::int64_t price_ticks;
};

/// Fetches what waiting requests will touch in three stages, each of which needs what the one
/// before it fetched: the index line; the order, or the level of a new one; its neighbours in the
/// list. No stage has a branch that depends on data: one that is guessed wrong costs as much as the
/// miss that it saves.
///
/// Pays only when orders and index are larger than the core's own cache: it takes about as long as
/// a third of the operation.
///
/// `Distance`: so many requests ahead of its turn a request is foreseen, 32 at most. Far enough for
/// three misses in a row, and no farther: what comes too early is gone from the first cache again.
template <std::uint64_t Distance>
class LookAhead {
  public:
    static constexpr std::uint64_t distance = Distance;

    /// Where it begins to pay: about so many orders fill 1 MiB.
    static constexpr std::uint32_t orders_min = 12'000;

    /// Slots of earlier requests' orders, 0 for new ones: whose turn it is to be fetched, and one
    /// that was fetched. The caller fetches what it keeps beside them.
    struct Slots {
        std::uint32_t found;
        std::uint32_t fetched;
    };

    /// One request at a time, in their order.
    Slots foresee(const OrderBook& book, const TagIndex& index, const Foreseen& request) {
        index.prefetch(request.key);
        const auto is_old = ~static_cast<std::uint32_t>(OrderBook::all_bits_if(request.is_new));
        const auto level =
            book.place_of_level(request.instrument, request.side, request.price_ticks);
        places_[count_ % places_.size()] = {request.key, level & ~is_old, is_old};

        auto& found = places_[(count_ - to_find) % places_.size()];
        const auto slot = book.known_slot(index.likely(found.key)) & found.is_old;
        found.unit |= OrderBook::place_of_order(slot);
        book.prefetch(found.unit);

        const auto& fetched = places_[(count_ - to_fetch) % places_.size()];
        const auto fetched_slot = OrderBook::order_at(fetched.unit) & fetched.is_old;
        book.prefetch_neighbours(fetched.unit, fetched.is_old);
        book.prefetch_level_of(fetched_slot);
        ++count_;
        return {slot, fetched_slot};
    }

  private:
    static constexpr std::uint64_t to_find = 3 * distance / 8; ///< requests after it was foreseen
    static constexpr std::uint64_t to_fetch = 11 * distance / 16;
    static_assert(distance <= 32 && to_find > 0);

    struct Place {
        std::uint64_t key;
        std::uint32_t unit;   ///< of the level of a new order; of an earlier one when it was found
        std::uint32_t is_old; ///< all bits, or none
    };

    std::uint64_t count_ = 32; ///< so that what was before it has a number, too
    std::array<Place, 32> places_{};
};

} // namespace pinion::engine
