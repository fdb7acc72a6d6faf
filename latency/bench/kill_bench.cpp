#include "engine/matching_engine.h"
#include "latency/bench/book/command_maker.h"
#include "latency/bench/book/engine_player.h"
#include "latency/bench/groups.h"
#include "latency/bench/ns_each.h"
#include "shm/messages/control_command.h"

#include <memory>
#include <stdexcept>

namespace pinion::latency {

namespace {

constexpr std::uint32_t orders = 10'000;
constexpr std::int64_t price_max_ticks = 2'000; ///< bids in the lower half, offers in the upper
constexpr std::uint32_t ids_max = 1 << 22;

/// Orders that rest at many prices, all canceled by one command, again and again.
class KillRun {
  public:
    KillRun()
        : engine_(engine_options({.bands = {{1, price_max_ticks}},
                                  .orders_max = orders,
                                  .levels_max = price_max_ticks},
                                 ids_max)),
          empty_(engine_.book_hash()) {}

    double ns_each_order() {
        for (std::uint32_t i = 0; i < orders; ++i) apply(maker_.next(order()));
        const auto kill = control(shm::ControlAction::kill);
        const double ns = ns_each(orders, [&] { apply(kill); });
        if (engine_.book_hash() != empty_) throw std::runtime_error("not all orders are canceled");
        apply(control(shm::ControlAction::re_arm));
        return ns;
    }

  private:
    [[nodiscard]] Operation order() {
        const auto number = static_cast<std::int64_t>(++orders_);
        constexpr auto half = price_max_ticks / 2;
        const bool buys = number % 2 == 0;
        return {.id = orders_,
                .price_ticks = 1 + number * 7919 % half + (buys ? 0 : half),
                .quantity_lots = 10,
                .instrument = 0,
                .kind = OperationKind::add,
                .side = buys ? shm::Side::buy : shm::Side::sell,
                .spare = 0};
    }

    [[nodiscard]] static shm::SequencedCommand control(shm::ControlAction action) {
        shm::ControlCommand command{};
        command.kind = shm::CommandKind::control;
        command.action = action;
        command.scope = shm::ControlScope::everything;
        command.engine_epoch = 1;
        return {.sequence = 0, .time_ns = 0, .command = shm::command_of(command)};
    }

    void apply(shm::SequencedCommand command) {
        command.sequence = ++sequence_;
        command.time_ns = static_cast<std::int64_t>(sequence_);
        engine_.apply(command, rings_);
        rings_.release();
    }

    engine::MatchingEngine engine_;
    EngineRings rings_{1 << 14, 1 << 16}; ///< slots as a config has them by default
    CommandMaker maker_;
    std::uint64_t empty_;
    std::uint64_t orders_ = 0;
    std::uint64_t sequence_ = 0;
};

} // namespace

void add_kill_rows(std::vector<Row>& rows) {
    rows.push_back({.group = "kill",
                    .name = "kill_10k",
                    .what = "an order of 10,000 that one kill cancels",
                    .unit = Unit::nanoseconds,
                    .floor_name = "",
                    .goal = "<= 1000 ns",
                    .cores = 1,
                    .prepare = [](std::span<const int>) -> Probe {
                        const auto run = std::make_shared<KillRun>();
                        return {.value = [=] { return run->ns_each_order(); }, .floor = {}};
                    }});
}

} // namespace pinion::latency
