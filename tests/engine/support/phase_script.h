#pragma once

#include "tests/engine/support/script.h"

#include <cstdint>
#include <string>
#include <utility>

namespace pinion::engine {

/// A script whose first instrument has a calendar, in nanoseconds of the day.
class PhaseScript : public Script {
  protected:
    static EngineOptions options_with(MarketOptions market, PriceCollar collar) {
        auto options = default_options();
        options.markets = {std::move(market)};
        options.collars = {collar};
        return options;
    }

    explicit PhaseScript(MarketOptions market, PriceCollar collar = {})
        : Script(options_with(std::move(market), collar)) {}

    /// Lets the calendar have its say.
    std::string timer_at(std::int64_t time_ns) {
        return run("venue timer at " + std::to_string(time_ns));
    }
};

} // namespace pinion::engine
