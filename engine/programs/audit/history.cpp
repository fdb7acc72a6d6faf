#include "config/load.h"
#include "engine/programs/audit/commands.h"
#include "engine/programs/configured_engine.h"
#include "engine/programs/existing_directory.h"

namespace pinion::engine::audit {

History::History(const std::string& config_path, std::optional<std::uint16_t> id)
    : venue(config::load(config_path)), engine(chosen_engine(venue, id)),
      options(engine_options(venue, engine)) {}

Place::Place(const History& history, const std::string& directory)
    : journal(existing_directory(directory + "/journal")),
      snapshots(existing_directory(directory + "/snapshots")), sources{history.options,
                                                                       history.venue.instance,
                                                                       journal, snapshots} {}

} // namespace pinion::engine::audit
