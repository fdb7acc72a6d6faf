#pragma once

#include "tests/engine/support/script.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

namespace pinion::engine {

/// A script whose first instrument has a calendar, in nanoseconds of the day.
class PhaseScript : public Script {
  protected:
    static EngineOptions options_with(MarketOptions market,
                                      std::optional<std::int64_t> reference_ticks) {
        auto options = default_options();
        options.markets = {std::move(market)};
        options.collars = {{.reference_ticks = reference_ticks}};
        return options;
    }

    explicit PhaseScript(MarketOptions market,
                         std::optional<std::int64_t> reference_ticks = std::nullopt)
        : Script(options_with(std::move(market), reference_ticks)) {}

    /// Lets the calendar have its say.
    std::string timer_at(std::int64_t time_ns) {
        return run("venue timer at " + std::to_string(time_ns));
    }
};

} // namespace pinion::engine
