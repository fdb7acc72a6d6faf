#pragma once

#include "shm/counters.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What shared memory says of a running venue at one moment. Nothing is asked of its processes.
namespace pinion::feed {

/// What makes up the venue; from its config.
struct VenueParts {
    struct Gateway {
        std::uint16_t id;
        std::uint64_t engine_count; ///< that it talks to
    };

    std::string instance;
    std::vector<std::uint16_t> engines; ///< ids
    std::vector<Gateway> gateways;
};

enum class PartState {
    up,
    alone,  ///< a gateway that reaches not every engine it should: their orders are rejected
    stale,  ///< its process lives but has not said so for two seconds
    down,   ///< not there, or its process died
    unread, ///< there, but not for us: no permission, or another layout
};

/// An engine's or a gateway's process.
struct ProcessStatus {
    std::uint16_t id = 0;
    PartState state = PartState::down;
    std::int64_t heartbeat_age_ns = 0;
    std::vector<shm::CounterValue> counters;
    std::string error; ///< why it is unread

    /// Sum of the counters of that name, whatever their labels; 0 if there is none.
    [[nodiscard]] std::uint64_t total(std::string_view name) const;
};

struct TopOfBook {
    struct Quote {
        std::string price;
        std::string quantity;
    };

    std::string symbol;
    std::optional<Quote> bid;
    std::optional<Quote> ask;
    std::optional<Quote> last_trade;
};

struct FeedStatus {
    std::uint16_t engine = 0;
    PartState state = PartState::down;
    std::int64_t heartbeat_age_ns = 0;
    std::uint32_t engine_epoch = 0;
    std::uint64_t sequence = 0; ///< last event
    std::vector<TopOfBook> instruments;
    std::string error; ///< why it is unread
};

struct VenueStatus {
    std::string instance;
    std::int64_t time_ns = 0; ///< UTC
    std::vector<ProcessStatus> engines;
    std::vector<ProcessStatus> gateways;
    std::vector<FeedStatus> feeds; ///< of the engines, in their order

    [[nodiscard]] bool is_healthy() const;
};

/// Thread safety: none needed. Errors: none; what cannot be read is said to be down or unread.
[[nodiscard]] VenueStatus read_venue_status(const VenueParts& parts);

[[nodiscard]] constexpr std::string_view word_for(PartState state) {
    switch (state) {
    case PartState::up: return "up";
    case PartState::alone: return "alone";
    case PartState::stale: return "stale";
    case PartState::down: return "down";
    case PartState::unread: return "unread";
    }
    return "unknown";
}

} // namespace pinion::feed
