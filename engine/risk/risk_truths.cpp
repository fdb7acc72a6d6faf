// What must hold between two commands of what accounts have and what waits of theirs.
#include "engine/risk/risk.h"

namespace pinion::engine {

const char* Risk::broken(const Orders& orders) const {
    auto expected = *this;
    for (auto& account : expected.accounts_) account.open_orders = 0;
    for (std::uint16_t account = 0; account < holdings_.accounts(); ++account)
        for (std::uint16_t asset = 0; asset < holdings_.assets(); ++asset)
            expected.holdings_.of(account, asset).reserved = 0;
    orders.for_each([&](std::uint32_t slot) { expected.begins_to_wait(orders.resting(slot)); });

    for (std::uint16_t account = 0; account < accounts_.size(); ++account)
        if (accounts_[account].open_orders != expected.accounts_[account].open_orders)
            return "an account's open orders are those that wait";
    for (std::uint16_t account = 0; account < holdings_.accounts(); ++account)
        for (std::uint16_t asset = 0; asset < holdings_.assets(); ++asset)
            if (holdings_.of(account, asset).reserved !=
                expected.holdings_.of(account, asset).reserved)
                return "what is reserved is what the orders that wait may need";
    return holdings_.are_conserved() ? nullptr : "balances add up to what was credited";
}

} // namespace pinion::engine
