#pragma once

#include "engine/matching_engine.h"
#include "shm/layout/engine_segment.h"
#include "shm/segment.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pinion::engine {

/// A gateway of the followed engine.
struct FollowedGateway {
    std::uint16_t id;    ///< in names of segments
    std::uint16_t index; ///< in messages
};

/// The segments of an engine that may not have begun yet, may be gone, or be another process by
/// now. All are opened read-only. Thread safety: none.
class FollowedEngine {
  public:
    FollowedEngine(std::string instance, std::uint16_t engine,
                   std::vector<FollowedGateway> gateways);

    /// Looks whether there is an engine, and the same one. True if it is another than at the last
    /// look. Throws SegmentError if there is one that this version does not know.
    [[nodiscard]] bool look();

    /// Null while there is no engine.
    [[nodiscard]] const shm::EngineView* view() const { return view_ ? &*view_ : nullptr; }

    /// The last report that this gateway has handled, and that this state has made; 0 if nobody
    /// knows.
    [[nodiscard]] std::uint64_t last_handled(const FollowedGateway& gateway,
                                             const MatchingEngine& state) const;

    /// Whether the output logs hold all reports that this state has made.
    [[nodiscard]] bool has_durable_reports(const MatchingEngine& state) const;

    [[nodiscard]] const std::vector<FollowedGateway>& gateways() const { return gateways_; }

  private:
    [[nodiscard]] std::optional<shm::Segment> link_of(const FollowedGateway& gateway) const;
    [[nodiscard]] std::optional<shm::Segment> open_if_there(const std::string& name,
                                                            shm::SegmentKind kind) const;

    std::string instance_;
    std::uint16_t engine_;
    std::vector<FollowedGateway> gateways_;
    std::optional<shm::Segment> segment_;
    std::optional<shm::EngineView> view_;
};

} // namespace pinion::engine
