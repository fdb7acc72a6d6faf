#pragma once

#include "tests/engine/support/script.h"

#include <cstdint>
#include <string>

namespace pinion::engine {

/// Scripts of a venue where `house` and `client` have balances of ACME and USD, and `guest` has
/// none. ACME is traded in cents, and in single shares; nothing moves for ZINC.
class RiskScript : public Script {
  protected:
    static EngineOptions risk_options() {
        auto options = default_options();
        options.accounts.push_back(*shm::AccountName::from("guest"));
        options.risk.assets = {{.name = *shm::AssetName::from("ACME"), .decimals = 0},
                               {.name = *shm::AssetName::from("USD"), .decimals = 2}};
        options.risk.instruments = {
            {.base = 0, .quote = 1, .base_per_lot = 1, .quote_per_tick_lot = 1}};
        options.risk.accounts = {{.is_on = true}, {.is_on = true}};
        return options;
    }

    explicit RiskScript(const EngineOptions& options = risk_options()) : Script(options) {}

    /// So many shares and cents, and how many of them are reserved.
    void expect_shares(const std::string& account, std::int64_t balance, std::int64_t reserved) {
        expect(account, 0, balance, reserved);
    }

    void expect_cents(const std::string& account, std::int64_t balance, std::int64_t reserved) {
        expect(account, 1, balance, reserved);
    }

  private:
    void expect(const std::string& account, std::uint16_t asset, std::int64_t balance,
                std::int64_t reserved) {
        std::uint16_t number = 0;
        while (options_.accounts.at(number).view() != account) ++number;
        EXPECT_EQ(static_cast<std::int64_t>(engine_.balance(number, asset)), balance) << account;
        EXPECT_EQ(static_cast<std::int64_t>(engine_.reserved(number, asset)), reserved) << account;
    }
};

} // namespace pinion::engine
