#pragma once

#include "engine/state_hash.h"
#include "shm/messages/notional.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::engine {

class StateReader;
class StateWriter;

/// What an account has of an asset, in the asset's smallest unit.
struct alignas(64) Holding {
    shm::Int128 balance = 0;
    shm::Int128 reserved = 0; ///< of that, for orders that wait. Follows from them: neither hashed
                              ///< nor saved
    shm::Int128 spent = 0;    ///< paid for other assets, less what was paid for those

    [[nodiscard]] shm::Int128 free() const { return balance - reserved; }
};

/// All that accounts have, and of each asset what left for accounts whose balances nobody counts:
/// together always what was credited. Not thread-safe; allocates only when built or grown.
class Holdings {
  public:
    Holdings(std::size_t accounts, std::size_t assets);

    [[nodiscard]] Holding& of(std::uint16_t account, std::uint16_t asset) {
        return holdings_[account * assets_ + asset];
    }

    [[nodiscard]] const Holding& of(std::uint16_t account, std::uint16_t asset) const {
        return holdings_[account * assets_ + asset];
    }

    [[nodiscard]] std::size_t assets() const { return assets_; }

    [[nodiscard]] std::size_t accounts() const {
        return assets_ == 0 ? 0 : holdings_.size() / assets_;
    }

    /// What others have.
    [[nodiscard]] shm::Int128& outside(std::uint16_t asset) { return totals_[asset].outside; }

    /// It comes from nowhere.
    void credit(std::uint16_t account, std::uint16_t asset, shm::Int128 amount) {
        of(account, asset).balance += amount;
        totals_[asset].credited += amount;
    }

    /// Whether nothing was lost or made.
    [[nodiscard]] bool are_conserved() const;

    /// What is not 0, so that the hash is the same with accounts or assets behind the last.
    void fold_into(StateHash& hash) const;
    void save(StateWriter& writer) const;
    /// Into what was just built.
    void load(StateReader& reader);

  private:
    struct Totals {
        shm::Int128 outside = 0;
        shm::Int128 credited = 0;
    };

    std::size_t assets_;
    std::vector<Holding> holdings_; ///< by account, and of each by asset
    std::vector<Totals> totals_;    ///< by asset
};

} // namespace pinion::engine
