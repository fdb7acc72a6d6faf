#include "engine/sessions.h"
#include "engine/snapshot/state_reader.h"
#include "engine/snapshot/state_writer.h"

namespace pinion::engine {

void Sessions::save(StateWriter& writer) const {
    writer.begin(Section::sessions);
    writer.put(static_cast<std::uint32_t>(sessions_.size()));
    for (const auto& session : sessions_)
        writer.put_all(session.epoch, session.last_applied, session.deadline_ns, session.gateway,
                       session.cancels_on_disconnect);
}

void Sessions::load(StateReader& reader, std::uint32_t gateways) {
    reader.begin(Section::sessions);
    const auto count = reader.get_count(sessions_.size(), "sessions");
    for (std::uint32_t number = 0; number < count; ++number) {
        auto& session = sessions_[number];
        reader.get_all(session.epoch, session.last_applied, session.deadline_ns, session.gateway,
                       session.cancels_on_disconnect);
        reader.require(session.gateway < gateways, "a session's gateway does not exist");
        reader.require(session.cancels_on_disconnect <= 1,
                       "a session's wish is neither yes nor no");
    }
    find_earliest();
}

} // namespace pinion::engine
