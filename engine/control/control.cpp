#include "engine/control/control.h"

#include "engine/control/account_funds.h"
#include "engine/control/set_phase.h"
#include "engine/reports.h"
#include "shm/messages/control_report.h"

#include <array>
#include <cstddef>

namespace pinion::engine {

using shm::ControlAction;
using shm::ControlCommand;
using shm::RejectReason;

namespace {

/// Tells its rows, if it has any, and nothing else to the admin link.
using Handler = ControlOutcome (*)(Turn& turn, const ControlCommand& asked);

struct Action {
    ControlAction action;
    Handler handle;
};

ControlOutcome not_supported(Turn& /*turn*/, const ControlCommand& /*asked*/) {
    return {.reason = RejectReason::unsupported_instruction};
}

/// An action that is not here is refused.
constexpr std::array actions = {
    Action{ControlAction::set_phase, set_phase},
    Action{ControlAction::set_limits, set_limits},
    Action{ControlAction::credit, credit},
    Action{ControlAction::kill, kill},
    Action{ControlAction::re_arm, re_arm},
    Action{ControlAction::suspend, suspend},
    Action{ControlAction::resume, resume},
    Action{ControlAction::roll_day, roll_day},
    Action{ControlAction::detach_gateway, detach_gateway},
    Action{ControlAction::list, list},
};

Handler handler_of(ControlAction action) {
    for (const auto& known : actions)
        if (known.action == action) return known.handle;
    return not_supported;
}

ControlOutcome outcome_of(Turn& turn, const ControlCommand& asked) {
    if (asked.engine_epoch < turn.venue.engine_epoch)
        return {.reason = RejectReason::stale_engine_epoch};
    return handler_of(asked.action)(turn, asked);
}

} // namespace

void control(Turn& turn) {
    const auto asked = shm::control_of(turn.command);
    const auto outcome = outcome_of(turn, asked);
    auto answer = control_answer(asked);
    answer.flags = shm::report_flags::last_of_mass;
    answer.reason = outcome.reason;
    answer.total_affected = outcome.total_affected;
    answer.number = outcome.number;
    report_control(turn, answer);
}

} // namespace pinion::engine
