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
        remember(request);
        const auto& found = find_place(book, index, (count_ - to_find) % requests_.size());
        const auto& fetched = places_[(count_ - to_fetch) % places_.size()];
        book.prefetch_neighbours(fetched.unit);
        book.prefetch_level_of(fetched.slot);
        ++count_;
        return {found.slot, fetched.slot};
    }

  private:
    static constexpr std::uint64_t to_find = 3 * distance / 8; ///< requests after it was foreseen
    static constexpr std::uint64_t to_fetch = 11 * distance / 16;
    static_assert(distance <= 32 && to_find > 0);

    struct Place {
        std::uint32_t unit;
        std::uint32_t slot;
    };

    /// Part by part: copied as a whole right after it was made, it would wait for its parts.
    void remember(const Foreseen& request) {
        auto& place = requests_[count_ % requests_.size()];
        place.key = request.key;
        place.is_new = request.is_new;
        place.instrument = request.instrument;
        place.side = request.side;
        place.price_ticks = request.price_ticks;
    }

    const Place& find_place(const OrderBook& book, const TagIndex& index, std::uint64_t at) {
        const auto& request = requests_[at];
        auto& place = places_[at];
        const auto level =
            book.place_of_level(request.instrument, request.side, request.price_ticks);
        const auto is_old = std::uint32_t{0} - (request.is_new ? 0U : 1U); // all bits, or none
        place.slot = book.known_slot(index.likely(request.key)) & is_old;
        place.unit = (level & ~is_old) | (OrderBook::place_of_order(place.slot) & is_old);
        book.prefetch(place.unit);
        return place;
    }

    std::uint64_t count_ = 32; ///< so that what was before it has a number, too
    std::array<Foreseen, 32> requests_{};
    std::array<Place, 32> places_{};
};

} // namespace pinion::engine
