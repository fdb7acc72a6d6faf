#pragma once

#include "shm/messages/notional.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pinion::config {

inline constexpr std::uint8_t decimals_max = 9;

/// A number as people write it, kept exactly: units / 10^decimals, not negative.
struct Decimal {
    std::int64_t units;
    std::uint8_t decimals;
};

/// Reads "12", "0.05": at most 18 digits, at most `decimals_max` of them behind the point, at least
/// one on either side of it. Nothing for any other text.
[[nodiscard]] std::optional<Decimal> parse_decimal(std::string_view text);

/// How many times `step` (not zero) goes into `value`; nothing if that leaves a remainder.
[[nodiscard]] std::optional<shm::Int128> exact_quotient(Decimal value, Decimal step);

/// The number as people write it, with all its decimals.
[[nodiscard]] std::string to_text(Decimal value);

} // namespace pinion::config
