#include "engine/risk/limits.h"
#include "engine/risk/risk.h"
#include "engine/snapshot/state_reader.h"
#include "engine/snapshot/state_writer.h"

namespace pinion::engine {

namespace {

/// What is saved of an account: not the limits that the config gives.
struct SavedAccount {
    shm::AccountLimits limits; ///< as far as commands have set them
    std::int64_t interval_end_ns;
    std::uint32_t orders_in_interval;
    std::uint32_t commanded;

    static SavedAccount of(const AccountRisk& account) {
        return {.limits = only(account.limits, account.commanded),
                .interval_end_ns = account.interval_end_ns,
                .orders_in_interval = account.orders_in_interval,
                .commanded = account.commanded};
    }

    friend bool operator==(const SavedAccount&, const SavedAccount&) = default;
};

} // namespace

void Risk::fold_into(StateHash& hash) const {
    for (std::uint64_t number = 0; number < accounts_.size(); ++number) {
        const auto saved = SavedAccount::of(accounts_[number]);
        if (saved == SavedAccount{}) continue; // as one that the config does not have yet
        hash.fold(number);
        hash.fold(saved);
    }
    holdings_.fold_into(hash);
}

void Risk::save(StateWriter& writer) const {
    writer.begin(Section::risk);
    writer.put(static_cast<std::uint32_t>(accounts_.size()));
    for (const auto& account : accounts_) writer.put(SavedAccount::of(account));
    holdings_.save(writer);
}

void Risk::load(StateReader& reader, const Orders& orders) {
    reader.begin(Section::risk);
    const auto count = reader.get_count(accounts_.size(), "accounts");
    for (std::uint32_t number = 0; number < count; ++number) {
        const auto saved = reader.get<SavedAccount>();
        auto& account = accounts_[number];
        reader.require((saved.commanded & ~shm::limit_fields::all) == 0 &&
                           are_possible(saved.limits) &&
                           saved.limits == only(saved.limits, saved.commanded),
                       "an account has impossible limits");
        account.limits = overridden(account.limits, saved.limits, saved.commanded);
        account.commanded = static_cast<std::uint8_t>(saved.commanded);
        account.interval_end_ns = saved.interval_end_ns;
        account.orders_in_interval = saved.orders_in_interval;
    }
    holdings_.load(reader);
    orders.for_each([&](std::uint32_t slot) { begins_to_wait(orders.resting(slot)); });
}

} // namespace pinion::engine
