#pragma once

#include "engine/accounts.h"
#include "engine/engine_options.h"
#include "engine/event_sink.h"
#include "engine/feed_writer.h"
#include "engine/orders.h"
#include "engine/sessions.h"
#include "shm/messages/log_record.h"

#include <cstdint>
#include <vector>

namespace pinion::engine {

/// Everything that later events depend on.
struct Venue {
    explicit Venue(const EngineOptions& engine_options);

    EngineOptions options;
    Accounts accounts;
    Orders orders;
    Sessions sessions;
    std::vector<std::uint64_t> report_sequences; ///< last one, by gateway
    std::uint64_t last_order_id;
    std::uint64_t last_exec_id;
    std::uint64_t last_match_id;
    std::uint64_t ignored_commands = 0; ///< of a session or gateway out of range, or seen before

    void fold_into(StateHash& hash) const;
};

/// One command on its way through the venue.
struct Turn {
    Venue& venue;
    const shm::SequencedCommand& sequenced;
    const shm::Command& command;
    EventSink& sink;
    FeedWriter feed;

    Turn(Venue& venue_in, const shm::SequencedCommand& sequenced_in, EventSink& sink_in)
        : venue(venue_in), sequenced(sequenced_in), command(sequenced_in.command), sink(sink_in),
          feed(sink_in) {}

    /// The command's own ClOrdID.
    [[nodiscard]] IdKey cl_ord_id() const {
        return {command.session, command.cl_ord_id, command.cl_ord_id_hash};
    }

    /// The ClOrdID to which the command refers.
    [[nodiscard]] IdKey reference_id() const {
        return {command.session, command.reference_id, command.reference_id_hash};
    }
};

} // namespace pinion::engine
