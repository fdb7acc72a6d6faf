#include "latency/bench/book/command_maker.h"
#include "latency/bench/book/engine_player.h"
#include "latency/bench/book/mixed_stream.h"
#include "latency/bench/groups.h"
#include "latency/bench/matcher_bed.h"
#include "latency/bench/measure.h"

#include <memory>
#include <vector>

namespace pinion::latency {

namespace {

constexpr std::size_t measured_commands = 2'000'000; ///< the log's ring goes round 60 times

/// The commands of `book_w1` through matchers that differ in durability only.
class AsyncRun {
  public:
    AsyncRun() {
        const auto stream = mixed_stream({.instruments = 1,
                                          .live_orders = 10'000,
                                          .depth_ticks = 165,
                                          .operations = measured_commands,
                                          .seed = 20'070'312});
        options_ =
            engine_options(stream.shape, static_cast<std::uint32_t>(stream.operations.size()));
        warm_up_ = stream.warm_up;
        CommandMaker maker;
        commands_.reserve(stream.operations.size());
        for (const auto& operation : stream.operations)
            commands_.push_back(maker.next(operation).command);
    }

    double commands_per_us(shm::Durability durability, const MatcherCores& cores) const {
        MatcherBed bed(options_, durability, cores);
        return static_cast<double>(measured_commands) * 1'000 / bed.play_ns(commands_, warm_up_);
    }

  private:
    engine::EngineOptions options_;
    std::size_t warm_up_;
    std::vector<shm::Command> commands_;
};

/// The first core is the journal's, as in its other rows. Who measures waits on any core.
MatcherCores cores_of_matcher() {
    const auto cores = measurement_cores();
    if (cores.size() < 4)
        throw RowSkipped{"needs 4 cores, " + std::to_string(cores.size()) + " usable"};
    return {.matcher = cores[1], .journal = cores[0], .rest = cores[2]};
}

Probe prepare_journal(std::span<const int>) {
    const auto places = cores_of_matcher();
    const auto run = std::make_shared<AsyncRun>();
    return {.value = [=] { return run->commands_per_us(shm::Durability::async, places); },
            .floor = [=] { return run->commands_per_us(shm::Durability::none, places); }};
}

Probe prepare_engine(std::span<const int>) {
    const auto places = cores_of_matcher();
    auto with_output_log = places;
    with_output_log.output_log = measurement_cores()[3];
    const auto run = std::make_shared<AsyncRun>();
    return {.value = [=] { return run->commands_per_us(shm::Durability::async, with_output_log); },
            .floor = [=] { return run->commands_per_us(shm::Durability::none, places); }};
}

} // namespace

void add_async_rows(std::vector<Row>& rows) {
    rows.push_back({.group = "journal",
                    .name = "journal_async",
                    .what = "commands through a matcher whose log a journal writes to the disk",
                    .unit = Unit::million_per_second,
                    .floor_name = "none",
                    .goal = ">= 0.9",
                    .cores = 0, // on which it would wait
                    .pairs_max = 3,
                    .prepare = prepare_journal});
    rows.push_back({.group = "journal",
                    .name = "engine_async",
                    .what = "the same while an output log is written, too",
                    .unit = Unit::million_per_second,
                    .floor_name = "none",
                    .goal = "",
                    .cores = 0, // on which it would wait
                    .pairs_max = 3,
                    .prepare = prepare_engine});
}

} // namespace pinion::latency
