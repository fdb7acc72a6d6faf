#pragma once

#include "config/venue_config.h"
#include "engine/admin/admin_names.h"
#include "engine/admin/arguments.h"
#include "shm/messages/control_command.h"

#include <cstdint>
#include <string>
#include <vector>

/// What the operator's command line says, in the words of the config, becomes what messages say.
namespace pinion::engine {

/// What is to be asked of engines.
struct AdminTask {
    shm::ControlCommand command{};
    std::vector<std::uint16_t> engines; ///< ids
    std::string question;               ///< what cannot be undone; empty: all of it can
};

/// Throws std::runtime_error on names that the config does not have.
[[nodiscard]] AdminTask task_of(const AdminArguments& arguments, const config::VenueConfig& venue);

/// What the config calls what an engine's answers name by its place.
[[nodiscard]] AdminNames names_of(const config::VenueConfig& venue, std::uint16_t engine);

} // namespace pinion::engine
