#include "latency/bench/book/bench_streams.h"
#include "latency/bench/book/engine_run.h"
#include "latency/bench/groups.h"
#include "shm/messages/account_limits.h"
#include "shm/messages/control_command.h"

#include <memory>
#include <utility>

namespace pinion::latency {

namespace {

constexpr std::uint32_t accounts = 1'000;
constexpr std::uint64_t never_reached = 1'000'000'000'000'000;

/// Every check there is, and none that refuses anything.
void set_all_checks(engine::EngineOptions& options) {
    auto& risk = options.risk;
    risk.assets = {{.name = *shm::AssetName::from("BASE"), .decimals = 0},
                   {.name = *shm::AssetName::from("QUOTE"), .decimals = 2}};
    risk.instruments = {{.base = 0, .quote = 1, .base_per_lot = 1, .quote_per_tick_lot = 1}};
    const shm::AccountLimits limits{.order_lots_max = never_reached,
                                    .order_value_max = never_reached,
                                    .exposure_max = never_reached,
                                    .rate_interval_ns = 1'000'000'000,
                                    .orders_per_interval = 1'000'000'000,
                                    .open_orders_max = 1'000'000'000};
    risk.accounts.assign(options.accounts.size(), {.is_on = true, .limits = limits});
    options.collars = {{.reference_ticks = options.instruments.front().price_min_ticks,
                        .static_ticks = never_reached,
                        .dynamic_ticks = never_reached}};
}

shm::SequencedCommand credit(std::uint32_t account, const char* asset) {
    shm::ControlCommand command{};
    command.kind = shm::CommandKind::control;
    command.action = shm::ControlAction::credit;
    command.scope = shm::ControlScope::account;
    command.engine_epoch = 1;
    command.account = account_name(account);
    const auto amount = shm::Notional::from(shm::Int128{never_reached} * 1'000);
    shm::set_payload(command, shm::Credit{.asset = *shm::AssetName::from(asset), .amount = amount});
    return {.sequence = 1, .time_ns = 1, .command = shm::command_of(command)};
}

EngineSetting with_risk() {
    EngineSetting setting{.accounts = accounts, .adjust = set_all_checks};
    for (std::uint32_t account = 0; account < accounts; ++account)
        for (const auto* asset : {"BASE", "QUOTE"}) setting.first.push_back(credit(account, asset));
    return setting;
}

/// The same commands with and without.
class RiskRun {
  public:
    explicit RiskRun(Stream stream)
        : stream_(std::move(stream)), with_(stream_, with_risk()),
          without_(stream_, {.accounts = accounts}) {}

    double with_ns() { return with_.next_ns(); }

    double without_ns() { return without_.next_ns(); }

  private:
    Stream stream_;
    EngineRun with_;
    EngineRun without_;
};

} // namespace

void add_risk_rows(std::vector<Row>& rows) {
    rows.push_back({.group = "book",
                    .name = "apply_risk_w1",
                    .what = "apply_w1 with all risk checks on, for orders of 1,000 accounts",
                    .unit = Unit::nanoseconds,
                    .floor_name = "apply_w1",
                    .goal = "<= 1.25",
                    .cores = 1,
                    .prepare = [](std::span<const int>) -> Probe {
                        const auto run = std::make_shared<RiskRun>(bench_mix(1, 10'000));
                        return {.value = [=] { return run->with_ns(); },
                                .floor = [=] { return run->without_ns(); }};
                    }});
}

} // namespace pinion::latency
