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
class LookAhead {
  public:
    static constexpr std::uint64_t far = 32; ///< requests ahead
    static constexpr std::uint64_t middle = 20;
    static constexpr std::uint64_t near = 10;

    /// Where it begins to pay: about so many orders fill 1 MiB.
    static constexpr std::uint32_t orders_min = 12'000;

    /// Before the turn of request number `now`; `foresee(number)` tells of a later one.
    template <typename Foresee>
    void step(const OrderBook& book, const TagIndex& index, std::uint64_t now, Foresee foresee) {
        index.prefetch(foresee(now + far).key);
        find_place(book, index, foresee(now + middle), places_[(now + middle) % places_.size()]);
        const auto& place = places_[(now + near) % places_.size()];
        book.prefetch_neighbours(place.unit);
        book.prefetch_level_of(place.order);
    }

  private:
    struct Place {
        std::uint32_t unit;
        std::uint32_t order; ///< 0 of a new one
    };

    static void find_place(const OrderBook& book, const TagIndex& index, const Foreseen& request,
                           Place& place) {
        const auto level =
            book.place_of_level(request.instrument, request.side, request.price_ticks);
        const auto old = std::uint32_t{0} - (request.is_new ? 0U : 1U); // all bits, or none
        place.order = book.known_slot(index.likely(request.key)) & old;
        place.unit = (level & ~old) | (book.place_of_order(place.order) & old);
        book.prefetch(place.unit);
    }

    std::array<Place, 32> places_{};
};

} // namespace pinion::engine
