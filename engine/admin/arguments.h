#pragma once

#include "shm/messages/control_command.h"
#include "shm/messages/control_list.h"
#include "shm/messages/phase_request.h"

#include <cstdint>
#include <optional>
#include <string>

namespace pinion::engine {

enum class AdminVerb : std::uint8_t {
    kill,
    re_arm,
    suspend,
    resume,
    credit,
    debit,
    limits,
    phase,
    day_roll,
    detach,
    list,
};

/// What the operator's command line says, in its own words: names are not looked up yet.
struct AdminArguments {
    std::optional<std::uint16_t> engine;
    std::string operator_name;
    bool yes = false;
    bool json = false;
    std::uint32_t timeout_s = 10;

    AdminVerb verb{};
    shm::ControlScope scope = shm::ControlScope::everything;
    std::string name; ///< of whom `scope` says; empty: everything
    shm::ListSubject subject{};
    shm::PhaseRequest phase{};
    std::uint16_t gateway = 0; ///< id
    std::string asset;
    std::string amount;
    std::optional<std::uint64_t> order_lots_max;
    std::optional<std::uint64_t> order_value_max;
    std::optional<std::uint64_t> exposure_max;
    std::optional<std::uint32_t> open_orders_max;
    std::optional<std::uint32_t> orders_per_interval;
    std::uint32_t interval_ms = 1000;
};

} // namespace pinion::engine
