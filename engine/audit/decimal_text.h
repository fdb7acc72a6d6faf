#pragma once

#include "shm/messages/notional.h"

#include <cstddef>
#include <string>

namespace pinion::engine {

[[nodiscard]] std::string integer_text(shm::Int128 value);

/// units / 10^decimals, exactly.
[[nodiscard]] std::string decimal_text(shm::Int128 units, std::size_t decimals);

} // namespace pinion::engine
