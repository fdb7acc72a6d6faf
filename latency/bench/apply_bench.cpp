#include "latency/bench/book/bench_streams.h"
#include "latency/bench/book/book_player.h"
#include "latency/bench/book/engine_run.h"
#include "latency/bench/groups.h"
#include "latency/bench/ns_each.h"

#include <memory>
#include <string>
#include <utility>

namespace pinion::latency {

namespace {

/// The same operations for the engine and for the book alone, part by part: the engine's table of
/// ids is never as small again as at first.
class ApplyRun {
  public:
    explicit ApplyRun(Stream stream) : stream_(std::move(stream)), engine_(stream_, {}) {
        start_book();
    }

    double apply_ns() { return engine_.next_ns(); }

    double book_ns() {
        if (book_part_ == stream_parts) start_book();
        const auto some = part_of(stream_, book_part_++);
        return ns_each(some.size(), [&] { book_->play(some, commands_in_hand); });
    }

  private:
    void start_book() {
        book_part_ = 0;
        book_ = std::make_unique<BookPlayer>(stream_.shape);
        book_->play(stream_.first(), commands_in_hand);
    }

    Stream stream_;
    EngineRun engine_;
    std::unique_ptr<BookPlayer> book_;
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
