#include "feed-handler/reader/decimal_text.h"

#include "shm/messages/notional.h"

#include <algorithm>

namespace pinion::feed {

namespace {

/// 128 bits: the product of any two 64-bit numbers is written right.
std::string decimal_text(shm::Int128 units, unsigned decimals) {
    const bool is_negative = units < 0;
    std::string reversed;
    while (units != 0 || reversed.size() <= decimals) {
        const int digit = static_cast<int>(units % 10);
        reversed.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
        units /= 10;
    }
    if (decimals > 0) reversed.insert(decimals, 1, '.');
    if (is_negative) reversed.push_back('-');
    std::ranges::reverse(reversed);
    return reversed;
}

} // namespace

std::string price_text(const shm::InstrumentRecord& instrument, std::int64_t price_ticks) {
    return decimal_text(shm::Int128{price_ticks} * instrument.tick_units,
                        instrument.price_decimals);
}

std::string quantity_text(const shm::InstrumentRecord& instrument, std::uint64_t quantity_lots) {
    return decimal_text(static_cast<shm::Int128>(quantity_lots) * instrument.lot_units,
                        instrument.quantity_decimals);
}

} // namespace pinion::feed
