#pragma once

#include "fix-gateway/translate/routing_table.h"

namespace pinion::fuzz {

/// Two engines and three instruments, with all that units can be: whole numbers, few decimals,
/// many.
inline fix::RoutingTable make_routes() {
    const auto record = [](std::string_view symbol, std::int64_t tick_units,
                           std::uint8_t price_decimals, std::int64_t lot_units,
                           std::uint8_t quantity_decimals) {
        shm::InstrumentRecord result{};
        result.symbol = shm::Symbol::from(symbol).value();
        result.tick_units = tick_units;
        result.price_decimals = price_decimals;
        result.lot_units = lot_units;
        result.quantity_decimals = quantity_decimals;
        return result;
    };
    fix::RoutingTable routes;
    routes.add_engine({.id = 7, .epoch = 70, .cl_ord_id_key = {1, 2}});
    routes.add_engine({.id = 65535, .epoch = 80, .cl_ord_id_key = {3, 4}});
    routes.add_instrument(record("PINE", 5, 2, 10, 0), 3, 0);
    routes.add_instrument(record("OAK", 1, 0, 1, 0), 0, 1);
    routes.add_instrument(record("ELM/USD", 1, 9, 25, 4), 1, 1);
    return routes;
}

} // namespace pinion::fuzz
