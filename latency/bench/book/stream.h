#pragma once

#include "engine/book/order_book.h"
#include "latency/bench/book/operation.h"
#include "latency/bench/book/trade.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pinion::latency {

/// What a book must be built for to hold a stream's orders: the most that rest at one time.
struct BookShape {
    std::vector<engine::PriceBand> bands; ///< of each instrument
    std::uint32_t orders_max;
    std::uint32_t levels_max;
};

/// Operations on a book that is empty at first. The first `warm_up` of them bring it to its size
/// and are not measured.
struct Stream {
    std::vector<Operation> operations;
    std::size_t warm_up = 0;
    BookShape shape;
    TradeTally expected; ///< by the oracle

    [[nodiscard]] std::span<const Operation> first() const {
        return std::span(operations).first(warm_up);
    }

    [[nodiscard]] std::span<const Operation> measured() const {
        return std::span(operations).subspan(warm_up);
    }
};

} // namespace pinion::latency
