#include "engine/risk/holdings.h"

#include "engine/snapshot/state_reader.h"
#include "engine/snapshot/state_writer.h"

#include <stdexcept>

namespace pinion::engine {

namespace {

/// Keeps the table within 256 MiB.
constexpr std::size_t holdings_max = std::size_t{1} << 22;

std::size_t checked(std::size_t count) {
    if (count > holdings_max)
        throw std::invalid_argument("there are more than 4194304 balances: accounts times assets");
    return count;
}

void fold(StateHash& hash, shm::Int128 amount) { hash.fold(shm::Notional::from(amount)); }

void put(StateWriter& writer, shm::Int128 amount) { writer.put(shm::Notional::from(amount)); }

/// The sum of as many as there can be does not overflow, whatever the bytes say.
constexpr shm::Int128 saved_max = shm::Int128{1} << 110;

void get(StateReader& reader, shm::Int128& amount) {
    amount = reader.get<shm::Notional>().value();
    reader.require(amount >= -saved_max && amount <= saved_max, "an amount is beyond all reason");
}

} // namespace

Holdings::Holdings(std::size_t accounts, std::size_t assets)
    : assets_(assets), holdings_(checked(accounts * assets)), totals_(assets) {}

bool Holdings::are_conserved() const {
    for (std::size_t asset = 0; asset < assets_; ++asset) {
        auto sum = totals_[asset].outside;
        for (auto at = asset; at < holdings_.size(); at += assets_) sum += holdings_[at].balance;
        if (sum != totals_[asset].credited) return false;
    }
    return true;
}

void Holdings::fold_into(StateHash& hash) const {
    for (std::size_t at = 0; at < holdings_.size(); ++at) {
        const auto& holding = holdings_[at];
        if (holding.balance == 0 && holding.spent == 0) continue;
        hash.fold(std::uint64_t{at / assets_});
        hash.fold(std::uint64_t{at % assets_});
        fold(hash, holding.balance);
        fold(hash, holding.spent);
    }
    for (std::size_t asset = 0; asset < assets_; ++asset) {
        const auto& totals = totals_[asset];
        if (totals.outside == 0 && totals.credited == 0) continue;
        hash.fold(std::uint64_t{asset});
        fold(hash, totals.outside);
        fold(hash, totals.credited);
    }
}

void Holdings::save(StateWriter& writer) const {
    writer.put_all(static_cast<std::uint32_t>(assets_), static_cast<std::uint32_t>(accounts()));
    for (const auto& totals : totals_) {
        put(writer, totals.outside);
        put(writer, totals.credited);
    }
    for (const auto& holding : holdings_) {
        put(writer, holding.balance);
        put(writer, holding.spent);
    }
}

void Holdings::load(StateReader& reader) {
    const auto assets = reader.get_count(assets_, "assets");
    const auto accounts = reader.get_count(this->accounts(), "accounts with balances");
    for (std::uint32_t asset = 0; asset < assets; ++asset) {
        get(reader, totals_[asset].outside);
        get(reader, totals_[asset].credited);
    }
    for (std::uint32_t account = 0; account < accounts; ++account)
        for (std::uint32_t asset = 0; asset < assets; ++asset) {
            auto& holding = holdings_[account * assets_ + asset];
            get(reader, holding.balance);
            get(reader, holding.spent);
        }
    reader.require(are_conserved(), "balances do not add up to what was credited");
}

} // namespace pinion::engine
