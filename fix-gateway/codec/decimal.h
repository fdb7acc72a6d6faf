#pragma once

#include "shm/layout/instrument_record.h"
#include "shm/messages/notional.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

/// Exact decimal text <-> ticks and lots, by integer arithmetic alone: nothing is ever rounded on
/// the way in, and only AvgPx on the way out.
///
/// Text is a FIX float: optional '-', digits with at most one point among, before or behind them,
/// leading and trailing zeros as one likes, no '+', no exponent.
namespace pinion::fix {

enum class DecimalStatus : std::uint8_t {
    ok,
    malformed,    ///< not a FIX float
    out_of_range, ///< does not fit, or a negative quantity
    off_grid,     ///< not a whole number of ticks or lots
};

template <class Integer>
struct DecimalResult {
    DecimalStatus status;
    Integer value; ///< 0 unless ok
};

[[nodiscard]] DecimalResult<std::int64_t> parse_price_ticks(std::string_view text,
                                                            const shm::InstrumentRecord& record);
[[nodiscard]] DecimalResult<std::uint64_t> parse_quantity_lots(std::string_view text,
                                                               const shm::InstrumentRecord& record);

/// Room that the writers below may need.
inline constexpr std::size_t decimal_text_max = 64;

/// Write the shortest text of the exact value ("100.5", "-0.05", "7") and return its end.
[[nodiscard]] char* write_price(char* out, std::int64_t ticks, const shm::InstrumentRecord& record);
[[nodiscard]] char* write_quantity(char* out, std::uint64_t lots,
                                   const shm::InstrumentRecord& record);

/// notional / cumulative_lots, rounded half to even at four places more than the price has; "0"
/// when nothing traded.
[[nodiscard]] char* write_average_price(char* out, const shm::Notional& notional,
                                        std::uint64_t cumulative_lots,
                                        const shm::InstrumentRecord& record);

/// Whether the functions above can work with the record: decimals at most 9, tick and lot from 1 to
/// 10^14 units. Records come from shared memory; check them once, when they are read.
[[nodiscard]] bool has_usable_units(const shm::InstrumentRecord& record);

} // namespace pinion::fix
