#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

/// OrderID (37) and ExecID (17, 19) as text: the engine's id in decimal, '-', the engine's number
/// for the order or execution as 16 hexadecimal digits: "1-674f0c1a0000002b". Numbers begin with
/// the engine's first epoch in their upper half, and only rise. Two engines, and two lives of one
/// engine, never give the same text.
namespace pinion::shm {

inline constexpr std::size_t venue_id_text_max = 5 + 1 + 16;

[[nodiscard]] char* write_venue_id(char* out, std::uint16_t engine_id, std::uint64_t id);

/// An OrderID that is well-formed FIX but none of this engine's: no order ever has it.
inline constexpr std::uint64_t foreign_order_id = ~std::uint64_t{0};

/// The number in an OrderID of this engine, else `foreign_order_id`.
[[nodiscard]] std::uint64_t parse_order_id(std::string_view text, std::uint16_t engine_id);

} // namespace pinion::shm
