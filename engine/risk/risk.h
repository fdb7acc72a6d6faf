#pragma once

#include "engine/engine_options.h"
#include "engine/order_details.h"
#include "engine/orders.h"
#include "engine/risk/account_risk.h"
#include "engine/risk/amounts.h"
#include "engine/risk/holdings.h"
#include "engine/state_hash.h"
#include "shm/messages/account_limits.h"

#include <cstdint>
#include <vector>

namespace pinion::engine {

class StateReader;
class StateWriter;

/// What accounts have and may do, kept in step with their orders: what waits has reserved what it
/// may need, and trades are settled at once. Accounts whose risk is off are told from the others by
/// one byte, and nothing is kept of them. Not thread-safe; allocates only when built. The
/// constructor throws std::invalid_argument on impossible options.
///
/// An order that is being executed has nothing reserved: what it may need was free when it came, or
/// has just been released, and until it ends or waits nobody else of its account takes from that.
class Risk {
  public:
    explicit Risk(const EngineOptions& options);

    [[nodiscard]] bool is_on(std::uint16_t account) const { return accounts_[account].is_on != 0; }

    [[nodiscard]] bool is_on(const Order& order) const { return is_on(order.details.account); }

    [[nodiscard]] AccountRisk& account(std::uint16_t number) { return accounts_[number]; }

    [[nodiscard]] const AccountRisk& account(std::uint16_t number) const {
        return accounts_[number];
    }

    [[nodiscard]] const Amounts& amounts(std::uint32_t instrument) const {
        return amounts_[instrument];
    }

    [[nodiscard]] const std::vector<Asset>& assets() const { return assets_; }

    [[nodiscard]] const Holdings& holdings() const { return holdings_; }

    /// An order comes to a place, whichever.
    void begins_to_wait(const Order& order) {
        if (is_on(order)) reserve(order);
    }

    /// It leaves its place, as it was there; whether it has lots left does not matter.
    void ceases_to_wait(const Order& order) {
        if (is_on(order)) release(order);
    }

    /// Two orders traded: `maker`, which waits and of which the lots are off already, and a taker
    /// that does not wait.
    void traded(const Order& maker, const Order& taker, std::int64_t price_ticks,
                std::uint64_t lots) {
        if (is_on(maker) || is_on(taker)) settle(maker, taker, price_ticks, lots);
    }

    /// The same of two that both wait.
    void traded_in_auction(const Order& buyer, const Order& seller, std::int64_t price_ticks,
                           std::uint64_t lots);

    /// `lots` go from one account to another, and what they cost goes back.
    void pass(std::uint32_t instrument, std::uint16_t seller, std::uint16_t buyer,
              std::int64_t price_ticks, std::uint64_t lots);

    /// Of an account with risk: none, or why nothing was changed.
    [[nodiscard]] shm::RejectReason credit(std::uint16_t account, const shm::Credit& credit);
    [[nodiscard]] shm::RejectReason set_limits(std::uint16_t account, const shm::SetLimits& limits);

    /// What is neither in the options nor follows from the orders.
    void fold_into(StateHash& hash) const;
    void save(StateWriter& writer) const;
    /// Into what was just built, when the orders are there.
    void load(StateReader& reader, const Orders& orders);

    /// What does not hold, in words; null if all does. Walks all orders, and allocates: for tests.
    [[nodiscard]] const char* broken(const Orders& orders) const;

  private:
    void reserve(const Order& order);
    void release(const Order& order);
    /// What a waiting order had reserved for lots that have traded.
    void release_traded(const Order& maker, std::uint64_t lots);
    void settle(const Order& maker, const Order& taker, std::int64_t price_ticks,
                std::uint64_t lots);
    /// An account gets so much, or somebody does who is not counted.
    void add(std::uint16_t account, std::uint16_t asset, shm::Int128 amount);
    /// An account gives that away for something else.
    void pay(std::uint16_t account, std::uint16_t asset, shm::Int128 amount);

    std::vector<Asset> assets_;
    std::vector<Amounts> amounts_; ///< by instrument
    std::vector<AccountRisk> accounts_;
    Holdings holdings_;
};

} // namespace pinion::engine
