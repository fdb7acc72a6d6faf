#include "engine/risk/risk.h"

#include "engine/risk/limits.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace pinion::engine {

using shm::Int128;
using shm::RejectReason;
using shm::Side;

namespace {

constexpr std::uint8_t decimals_max = 18;

[[noreturn]] void refuse(const std::string& what, const char* why) {
    throw std::invalid_argument(what + ": " + why);
}

const std::vector<Asset>& checked(const std::vector<Asset>& assets) {
    for (auto asset = assets.begin(); asset != assets.end(); ++asset) {
        const auto name = "asset " + std::string(asset->name.view());
        if (asset->decimals > decimals_max) refuse(name, "has more than 18 decimals");
        if (std::any_of(assets.begin(), asset,
                        [&](const Asset& other) { return other.name == asset->name; }))
            refuse(name, "is there twice");
    }
    return assets;
}

/// Then no price and no quantity of an order comes to more than an amount can be.
bool is_within_reason(const shm::InstrumentRecord& instrument, const InstrumentAssets& assets) {
    const auto lots = Int128{std::max<std::uint64_t>(1, instrument.quantity_max_lots)};
    const auto money_per_lot =
        Int128{instrument.price_max_ticks} * Int128{assets.quote_per_tick_lot};
    return money_per_lot <= RiskOptions::amount_max / lots &&
           Int128{assets.base_per_lot} <= RiskOptions::amount_max / lots;
}

Int128 whole(const Asset& asset) {
    Int128 result = 1;
    for (auto left = asset.decimals; left != 0; --left) result *= 10;
    return result;
}

Amounts amounts_of(const shm::InstrumentRecord& instrument, const InstrumentAssets& assets,
                   const std::vector<Asset>& all) {
    const auto name = "instrument " + std::string(instrument.symbol.view());
    if (!assets.any() && assets.quote == InstrumentAssets::none) return {};
    if (assets.base >= all.size() || assets.quote >= all.size() || assets.base == assets.quote)
        refuse(name, "needs two assets that are there, or none");
    if (assets.base_per_lot == 0 || assets.quote_per_tick_lot == 0)
        refuse(name, "moves nothing of an asset");
    if (instrument.price_min_ticks < 0) refuse(name, "has assets, and prices below 0");
    if (!is_within_reason(instrument, assets))
        refuse(name, "has orders that are worth more than 10^24 of the smallest unit");
    return {.assets = assets,
            .price_max_ticks = instrument.price_max_ticks,
            .whole_quote = whole(all[assets.quote])};
}

std::vector<Amounts> amounts_of(const EngineOptions& options) {
    const auto& assets = options.risk.instruments;
    if (assets.size() > options.instruments.size())
        throw std::invalid_argument("there are more instruments with assets than instruments");
    std::vector<Amounts> result(options.instruments.size());
    for (std::size_t i = 0; i < assets.size(); ++i)
        result[i] = amounts_of(options.instruments[i], assets[i], options.risk.assets);
    return result;
}

std::vector<AccountRisk> accounts_of(const EngineOptions& options) {
    const auto& accounts = options.risk.accounts;
    if (accounts.size() > options.accounts.size())
        throw std::invalid_argument("there are more accounts with risk than accounts");
    std::vector<AccountRisk> result(options.accounts.size());
    for (std::size_t i = 0; i < accounts.size(); ++i) {
        if (!are_possible(accounts[i].limits))
            refuse("account " + std::string(options.accounts[i].view()),
                   "has an order rate without an interval, or the reverse");
        result[i].is_on = accounts[i].is_on ? 1 : 0;
        result[i].limits = accounts[i].limits;
    }
    return result;
}

} // namespace

Risk::Risk(const EngineOptions& options)
    : assets_(checked(options.risk.assets)), amounts_(amounts_of(options)),
      accounts_(accounts_of(options)), holdings_(options.accounts.size(), assets_.size()) {}

void Risk::reserve(const Order& order) {
    ++accounts_[order.details.account].open_orders;
    const auto& amounts = amounts_[order.instrument];
    if (!amounts.assets.any()) return;
    holdings_.of(order.details.account, amounts.reserved_asset(order.side)).reserved +=
        amounts.reserved(order);
}

void Risk::release(const Order& order) {
    --accounts_[order.details.account].open_orders;
    const auto& amounts = amounts_[order.instrument];
    if (!amounts.assets.any()) return;
    holdings_.of(order.details.account, amounts.reserved_asset(order.side)).reserved -=
        amounts.reserved(order);
}

void Risk::release_traded(const Order& maker, std::uint64_t lots) {
    if (!is_on(maker)) return;
    const auto account = maker.details.account;
    if (maker.leaves_lots == 0) --accounts_[account].open_orders;
    const auto& amounts = amounts_[maker.instrument];
    if (amounts.assets.any())
        holdings_.of(account, amounts.reserved_asset(maker.side)).reserved -=
            amounts.need(maker.side, maker.price_ticks, lots);
}

void Risk::traded_in_auction(const Order& buyer, const Order& seller, std::int64_t price_ticks,
                             std::uint64_t lots) {
    if (!is_on(buyer) && !is_on(seller)) return;
    release_traded(buyer, lots);
    release_traded(seller, lots);
    pass(buyer.instrument, seller.details.account, buyer.details.account, price_ticks, lots);
}

void Risk::settle(const Order& maker, const Order& taker, std::int64_t price_ticks,
                  std::uint64_t lots) {
    release_traded(maker, lots);
    const auto& buyer = maker.side == Side::buy ? maker : taker;
    const auto& seller = maker.side == Side::buy ? taker : maker;
    pass(maker.instrument, seller.details.account, buyer.details.account, price_ticks, lots);
}

void Risk::pass(std::uint32_t instrument, std::uint16_t seller, std::uint16_t buyer,
                std::int64_t price_ticks, std::uint64_t lots) {
    const auto& amounts = amounts_[instrument];
    if (!amounts.assets.any()) return;
    const auto stock = amounts.stock(lots);
    const auto money = amounts.money(price_ticks, lots);
    add(seller, amounts.assets.base, -stock);
    add(buyer, amounts.assets.base, stock);
    pay(buyer, amounts.assets.quote, money);
    pay(seller, amounts.assets.quote, -money);
}

void Risk::add(std::uint16_t account, std::uint16_t asset, Int128 amount) {
    (is_on(account) ? holdings_.of(account, asset).balance : holdings_.outside(asset)) += amount;
}

void Risk::pay(std::uint16_t account, std::uint16_t asset, Int128 amount) {
    add(account, asset, -amount);
    if (is_on(account)) holdings_.of(account, asset).spent += amount;
}

RejectReason Risk::credit(std::uint16_t account, const shm::Credit& credit) {
    if (!is_on(account)) return RejectReason::risk_is_off;
    const auto asset = std::find_if(assets_.begin(), assets_.end(),
                                    [&](const Asset& known) { return known.name == credit.asset; });
    if (asset == assets_.end()) return RejectReason::unknown_asset;
    const auto number = static_cast<std::uint16_t>(asset - assets_.begin());
    const auto& holding = holdings_.of(account, number);
    const auto amount = credit.amount.value();
    if (amount > RiskOptions::amount_max || amount < -RiskOptions::amount_max ||
        (amount > 0 && holding.balance > RiskOptions::amount_max - amount))
        return RejectReason::amount_out_of_range;
    if (amount < 0 && -amount > holding.free()) return RejectReason::insufficient_funds;
    holdings_.credit(account, number, amount);
    return RejectReason::none;
}

RejectReason Risk::set_limits(std::uint16_t account, const shm::SetLimits& command) {
    auto& own = accounts_[account];
    const auto fields = command.fields & shm::limit_fields::all;
    if (own.is_on == 0) return RejectReason::risk_is_off;
    if (fields == 0 || fields != command.fields || !are_possible(only(command.limits, fields)))
        return RejectReason::unsupported_instruction;
    own.limits = overridden(own.limits, command.limits, fields);
    own.commanded |= static_cast<std::uint8_t>(fields);
    if ((fields & shm::limit_fields::rate) != 0) own.interval_end_ns = 0; // a new count begins
    return RejectReason::none;
}

} // namespace pinion::engine
