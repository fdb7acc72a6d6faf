#include "latency/bench/book/bench_streams.h"
#include "latency/bench/book/book_player.h"
#include "latency/bench/book/command_maker.h"
#include "latency/bench/book/engine_player.h"
#include "latency/bench/groups.h"
#include "latency/bench/measure.h"
#include "latency/bench/ns_each.h"

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace pinion::latency {

namespace {

constexpr std::size_t parts = pairs_min + 1; ///< a sample plays one of them
constexpr std::uint32_t dead_ids = 10'000'000;

/// The same operations for the engine and for the book alone, part by part: the engine's table of
/// ids is never as small again as at first.
class ApplyRun {
  public:
    explicit ApplyRun(Stream stream) : stream_(std::move(stream)) {
        start();
        start_book();
    }

    double apply_ns() {
        if (engine_part_ == parts) start();
        const auto commands = commands_of(part(engine_part_++));
        const double ns =
            ns_each(commands.size(), [&] { engine_->play(commands, commands_in_hand); });
        if (engine_part_ == parts) check();
        return ns;
    }

    double book_ns() {
        if (book_part_ == parts) start_book();
        const auto some = part(book_part_++);
        return ns_each(some.size(), [&] { book_->play(some, commands_in_hand); });
    }

  private:
    [[nodiscard]] std::span<const Operation> part(std::size_t number) const {
        const auto count = stream_.measured().size() / parts;
        return stream_.measured().subspan(number * count, count);
    }

    std::vector<shm::SequencedCommand> commands_of(std::span<const Operation> some) {
        std::vector<shm::SequencedCommand> commands;
        commands.reserve(some.size());
        for (const auto& operation : some) commands.push_back(maker_.next(operation));
        return commands;
    }

    void start() {
        engine_part_ = 0;
        maker_ = {};
        const auto ids = dead_ids + stream_.operations.size();
        engine_.reset(); // before the next one: it is large
        engine_ = std::make_unique<EnginePlayer>(stream_.shape, static_cast<std::uint32_t>(ids));
        std::vector<shm::SequencedCommand> dead(10'000);
        for (std::uint32_t count = 0; count < dead_ids;
             count += static_cast<std::uint32_t>(dead.size())) {
            for (auto& command : dead)
                command = maker_.dead_order(stream_.shape.bands.front().min_ticks);
            engine_->play(dead, commands_in_hand);
        }
        engine_->play(commands_of(stream_.first()), commands_in_hand);
    }

    void start_book() {
        book_part_ = 0;
        book_ = std::make_unique<BookPlayer>(stream_.shape);
        book_->play(stream_.first(), commands_in_hand);
    }

    void check() const {
        const auto& rings = engine_->rings();
        if (rings.trades() != stream_.expected.trades ||
            rings.traded_lots() != stream_.expected.lots)
            throw std::runtime_error("the engine traded wrongly");
    }

    Stream stream_;
    CommandMaker maker_;
    std::unique_ptr<EnginePlayer> engine_;
    std::unique_ptr<BookPlayer> book_;
    std::size_t engine_part_ = 0;
    std::size_t book_part_ = 0;
};

Row apply_row(const std::string& name, std::uint32_t instruments, std::uint32_t live_orders) {
    return {.group = "book",
            .name = "apply_" + name,
            .what = "the whole engine under the commands of book_" + name,
            .unit = Unit::nanoseconds,
            .floor_name = "book layer",
            .goal = "<= 3",
            .cores = 1,
            .prepare = [=](std::span<const int>) -> Probe {
                const auto run = std::make_shared<ApplyRun>(bench_mix(instruments, live_orders));
                return {.value = [=] { return run->apply_ns(); },
                        .floor = [=] { return run->book_ns(); }};
            }};
}

} // namespace

void add_apply_rows(std::vector<Row>& rows) {
    rows.push_back(apply_row("w1", 1, 10'000));
    rows.push_back(apply_row("w64", 64, 124'000));
}

} // namespace pinion::latency
