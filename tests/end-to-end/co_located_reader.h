#pragma once

#include "feed-handler/reader/feed_reader.h"
#include "shm/layout/engine_segment.h"
#include "shm/messages/order_terms.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pinion::test {

/// A process beside the venue that rebuilds an engine's book from the feed and compares it with the
/// engine's own, as its checkpoints tell it (the engine runs with a checkpoint_interval of 1).
class CoLocatedReader {
  public:
    CoLocatedReader(std::string instance, std::uint16_t engine);

    /// Fails the test unless the rebuilt book equals the engine's once both are at rest.
    void expect_equals_engine();

    /// "PRICE x QUANTITY" of the best level, or "none".
    [[nodiscard]] std::string best_bid(const std::string& symbol) const {
        return best(symbol, shm::Side::buy);
    }

    [[nodiscard]] std::string best_ask(const std::string& symbol) const {
        return best(symbol, shm::Side::sell);
    }

    /// As the feed has told it.
    [[nodiscard]] shm::TradingPhase phase(const std::string& symbol) const;

    /// All levels of a side as the same text, best first.
    [[nodiscard]] std::vector<std::string> levels(const std::string& symbol, shm::Side side) const;

    /// What the engine says of itself; nothing while it is not there or busy.
    [[nodiscard]] std::optional<shm::EngineCheckpoint> checkpoint() const;

  private:
    [[nodiscard]] std::string best(const std::string& symbol, shm::Side side) const;

    std::string instance_;
    std::uint16_t engine_;
    feed::FeedReader reader_;
};

} // namespace pinion::test
