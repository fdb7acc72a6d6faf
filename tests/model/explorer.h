#pragma once

#include "tests/model/rules.h"
#include "tests/model/state.h"

#include <cstddef>
#include <string>

namespace pinion::model {

/// What an exploration found.
struct Finding {
    Broken broken = Broken::nothing; ///< the first that breadth-first search met
    std::size_t states = 0;
    std::size_t depth = 0; ///< steps of the longest path, or of the counter-example
    std::string trace;     ///< the shortest way to `broken`, a step a line
};

[[nodiscard]] const char* to_text(Broken broken);

/// Visits every state that can be reached from `first`, nearest first, up to the first broken one.
[[nodiscard]] Finding explore(const State& first, const Rules& rules);

} // namespace pinion::model
