#pragma once

#include "tests/model/rules.h"
#include "tests/model/state.h"

#include <vector>

/// Who can do what: each actor adds the states that its next step can lead to.
namespace pinion::model {

enum class StepKind : Count { protocol, fault };

struct Step {
    const char* text;
    Count session; ///< whose lane it is about
    StepKind kind;
    State after;
};

using Steps = std::vector<Step>;

void client_steps(const State& state, const Rules& rules, Steps& steps);
void gateway_steps(const State& state, const Rules& rules, Steps& steps);
void engine_steps(const State& state, const Rules& rules, Steps& steps);
void disk_steps(const State& state, const Rules& rules, Steps& steps);
void fault_steps(const State& state, const Rules& rules, Steps& steps);

/// What is wrong when nobody has anything left to do.
[[nodiscard]] Broken settled_wrongly(const State& state, const Rules& rules);

/// The client takes a message (its own duties, and what it can notice).
void hear(State& state, Count session, Count number, const Message& message);

} // namespace pinion::model
