#pragma once

#include "shm/messages/feed_event.h"
#include "shm/messages/report.h"

#include <cstdint>

namespace pinion::engine {

/// Where the events of `apply` go, reports and feed events each in the order in which they
/// happened. The matcher puts them into rings, a test into a list, a replay into a hash.
///
/// Events are written where they will be read: the sink hands out the memory, the engine writes all
/// of it, reads nothing back and says when it is done. A message that is copied right after it was
/// written costs more than writing it. Of each kind one at most is claimed at a time; reports may
/// come and go while a feed event is claimed, for it is not known to be a command's last until the
/// command ends.
class EventSink {
  public:
    virtual ~EventSink() = default;

    /// An answer to a gateway. `report_sequence` is its number.
    [[nodiscard]] virtual shm::Report& claim_report(std::uint16_t gateway,
                                                    std::uint64_t report_sequence) = 0;
    /// The claimed report is complete.
    virtual void stage_report() = 0;

    /// A change of the public book.
    [[nodiscard]] virtual shm::FeedEvent& claim_feed_event() = 0;
    /// The claimed feed event is complete.
    virtual void stage_feed_event() = 0;
};

} // namespace pinion::engine
