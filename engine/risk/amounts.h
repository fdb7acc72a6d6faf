#pragma once

#include "engine/order_details.h"
#include "engine/risk/risk_options.h"

#include <cstdint>

namespace pinion::engine {

/// What lots of an instrument are worth, in the smallest units of its assets.
struct alignas(64) Amounts {
    InstrumentAssets assets;
    std::int64_t price_max_ticks = 0;
    shm::Int128 whole_quote = 1; ///< a whole unit of the quote asset

    [[nodiscard]] shm::Int128 stock(std::uint64_t lots) const {
        return shm::Int128{assets.base_per_lot} * shm::Int128{lots};
    }

    [[nodiscard]] shm::Int128 money(std::int64_t price_ticks, std::uint64_t lots) const {
        return shm::Int128{price_ticks} * shm::Int128{lots} *
               shm::Int128{assets.quote_per_tick_lot};
    }

    [[nodiscard]] std::uint16_t reserved_asset(shm::Side side) const {
        return side == shm::Side::buy ? assets.quote : assets.base;
    }

    /// What an order may need for `lots`, at a price of `price_ticks` or better.
    [[nodiscard]] shm::Int128 need(shm::Side side, std::int64_t price_ticks,
                                   std::uint64_t lots) const {
        return side == shm::Side::buy ? money(price_ticks, lots) : stock(lots);
    }

    /// The worst price at which an order may trade that waits. A stop order without a limit knows
    /// no other than the band's.
    [[nodiscard]] std::int64_t worst_price(const Order& waiting) const {
        return has_limit_price(waiting.details.ord_type) ? waiting.price_ticks : price_max_ticks;
    }

    /// What an order that waits has reserved; of one that is just being taken out, what it had.
    [[nodiscard]] shm::Int128 reserved(const Order& waiting) const {
        return need(waiting.side, worst_price(waiting),
                    waiting.quantity_lots - waiting.details.cumulative_lots);
    }
};

static_assert(sizeof(Amounts) == 64);

} // namespace pinion::engine
