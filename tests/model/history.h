#pragma once

#include "tests/model/rules.h"
#include "tests/model/state.h"

#include <array>

namespace pinion::model {

/// What `apply` makes of the first commands of a log: the engine's state is a function of them.
struct History {
    struct Session {
        Count epoch = 0;
        Count number = 0; ///< last applied
        Count exec = 0;   ///< last report
    };

    std::array<Session, sessions_max> sessions;
    std::array<Count, log_max> exec_of{}; ///< by command; 0: it was ignored
    bool is_applied_twice = false;
};

[[nodiscard]] History replay(const State& state, Count commands, const Rules& rules);

/// The report at a position, as the log has it; order 0 if the log makes none.
[[nodiscard]] Report report_at(const State& state, Count session, Count position,
                               const Rules& rules);

} // namespace pinion::model
