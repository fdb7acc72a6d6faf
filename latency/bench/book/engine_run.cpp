#include "latency/bench/book/engine_run.h"

#include "latency/bench/book/bench_streams.h"
#include "latency/bench/measure.h"
#include "latency/bench/ns_each.h"

#include <stdexcept>
#include <utility>

namespace pinion::latency {

static_assert(stream_parts == pairs_min + 1);

namespace {

constexpr std::uint32_t dead_ids = 10'000'000;

} // namespace

std::span<const Operation> part_of(const Stream& stream, std::size_t number) {
    const auto count = stream.measured().size() / stream_parts;
    return stream.measured().subspan(number * count, count);
}

EngineRun::EngineRun(const Stream& stream, EngineSetting setting)
    : stream_(stream), setting_(std::move(setting)) {
    start();
}

double EngineRun::next_ns() {
    if (part_ == stream_parts) start();
    const auto commands = commands_of(part_of(stream_, part_++));
    const double ns = ns_each(commands.size(), [&] { engine_->play(commands, commands_in_hand); });
    if (part_ == stream_parts) check();
    return ns;
}

std::vector<shm::SequencedCommand> EngineRun::commands_of(std::span<const Operation> some) {
    std::vector<shm::SequencedCommand> commands;
    commands.reserve(some.size());
    for (const auto& operation : some) commands.push_back(maker_.next(operation));
    return commands;
}

void EngineRun::start() {
    part_ = 0;
    maker_ = CommandMaker(setting_.accounts);
    const auto ids = dead_ids + stream_.operations.size();
    auto options =
        engine_options(stream_.shape, static_cast<std::uint32_t>(ids), setting_.accounts);
    setting_.adjust(options);
    engine_.reset(); // before the next one: it is large
    engine_ = std::make_unique<EnginePlayer>(options);
    engine_->play(setting_.first, 1);
    std::vector<shm::SequencedCommand> dead(10'000);
    for (std::uint32_t count = 0; count < dead_ids;
         count += static_cast<std::uint32_t>(dead.size())) {
        for (auto& command : dead)
            command = maker_.dead_order(stream_.shape.bands.front().min_ticks);
        engine_->play(dead, commands_in_hand);
    }
    engine_->play(commands_of(stream_.first()), commands_in_hand);
}

void EngineRun::check() const {
    const auto& rings = engine_->rings();
    if (rings.trades() != stream_.expected.trades || rings.traded_lots() != stream_.expected.lots)
        throw std::runtime_error("the engine traded wrongly");
}

} // namespace pinion::latency
