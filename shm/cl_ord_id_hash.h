#pragma once

#include "shm/fixed_text.h"

#include <cstdint>

namespace pinion::shm {

/// SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012) of a ClOrdID under
/// the engine's secret key: without the key a client cannot build ids that collide. Never 0, so
/// that 0 can mean "no id".
[[nodiscard]] std::uint64_t cl_ord_id_hash(const ClOrdId& id, const std::uint64_t (&key)[2]);

} // namespace pinion::shm
