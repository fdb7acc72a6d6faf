#pragma once

#include "feed-handler/status/venue_status.h"

#include <cstdint>
#include <optional>

namespace pinion::feed {

/// How fast things went between two looks at a venue.
class StatusRates {
  public:
    /// `earlier` null: nothing is known.
    StatusRates(const VenueStatus& now, const VenueStatus* earlier)
        : now_(now), earlier_(earlier) {}

    [[nodiscard]] std::optional<std::uint64_t> commands_per_s(std::size_t engine) const {
        if (earlier_ == nullptr) return std::nullopt;
        return per_second(now_.engines[engine].total("commands_total"),
                          earlier_->engines[engine].total("commands_total"));
    }

    [[nodiscard]] std::optional<std::uint64_t> events_per_s(std::size_t feed) const {
        if (earlier_ == nullptr) return std::nullopt;
        return per_second(now_.feeds[feed].sequence, earlier_->feeds[feed].sequence);
    }

    [[nodiscard]] std::optional<std::uint64_t> frames_per_s(std::size_t gateway) const {
        if (earlier_ == nullptr) return std::nullopt;
        return per_second(now_.gateways[gateway].total("frames_total"),
                          earlier_->gateways[gateway].total("frames_total"));
    }

  private:
    /// Nothing if a restart set the count back.
    [[nodiscard]] std::optional<std::uint64_t> per_second(std::uint64_t now,
                                                          std::uint64_t before) const {
        const std::int64_t elapsed_ns = now_.time_ns - earlier_->time_ns;
        if (now < before || elapsed_ns <= 0) return std::nullopt;
        return static_cast<std::uint64_t>(static_cast<double>(now - before) * 1e9 /
                                          static_cast<double>(elapsed_ns));
    }

    const VenueStatus& now_;
    const VenueStatus* earlier_;
};

} // namespace pinion::feed
