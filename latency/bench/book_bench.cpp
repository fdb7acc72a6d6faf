#include "latency/bench/book/bench_streams.h"
#include "latency/bench/book/book_player.h"
#include "latency/bench/groups.h"
#include "latency/bench/ns_each.h"
#include "latency/floors/book_touches.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

namespace pinion::latency {

namespace {

double book_ns(const Stream& stream) {
    BookPlayer player(stream.shape);
    player.play(stream.first(), commands_in_hand);
    const auto measured = stream.measured();
    const double ns = ns_each(measured.size(), [&] { player.play(measured, commands_in_hand); });
    if (player.tally() != stream.expected) throw std::runtime_error("the book traded wrongly");
    return ns;
}

enum class Floor : std::uint8_t { touches, touches_ahead };

double floor_ns(const Stream& stream, const std::shared_ptr<const TouchList>& list, Floor which) {
    BookTouches floor(list, stream.shape.orders_max);
    const auto end = stream.operations.size();
    floor.touch(0, stream.warm_up);
    const double ns = ns_each(end - stream.warm_up, [&] {
        if (which == Floor::touches_ahead)
            floor.touch_looking_ahead(stream.warm_up, end);
        else
            floor.touch(stream.warm_up, end);
    });
    if (floor.sum() == 0) throw std::runtime_error("the floor touched nothing");
    return ns;
}

template <typename MakeStream>
Row book_row(std::string name, std::string what, std::string goal, MakeStream make_stream,
             Floor floor = Floor::touches) {
    return {.group = "book",
            .name = std::move(name),
            .what = std::move(what),
            .unit = Unit::nanoseconds,
            .floor_name = floor == Floor::touches ? "book_touches" : "book_touches_ahead",
            .goal = std::move(goal),
            .cores = 1,
            .prepare = [make_stream, floor](std::span<const int>) -> Probe {
                const auto stream = std::make_shared<const Stream>(make_stream());
                const auto list = std::make_shared<const TouchList>(record_touches(*stream));
                return {.value = [=] { return book_ns(*stream); },
                        .floor = [=] { return floor_ns(*stream, list, floor); }};
            }};
}

Row mixed_row(const std::string& name, const std::string& what, const std::string& goal,
              std::uint32_t instruments, std::uint32_t live_orders, Floor floor = Floor::touches) {
    return book_row(
        name, what, goal, [=] { return bench_mix(instruments, live_orders); }, floor);
}

Row day_row(const std::string& name, const std::string& what, std::uint32_t live_orders,
            std::uint32_t depth_doublings, std::int64_t swing_percent) {
    return book_row(name, what, "<= 4.5",
                    [=] { return bench_day(live_orders, depth_doublings, swing_percent); });
}

} // namespace

void add_book_rows(std::vector<Row>& rows) {
    rows.push_back(
        mixed_row("book_w1", "10,000 live orders of one instrument", "<= 2.2", 1, 10'000));
    rows.push_back(
        mixed_row("book_w64", "124,000 live orders of 64 instruments", "<= 1.4", 64, 124'000));
    rows.push_back(mixed_row("book_w64_ahead", "the same; the floor looks ahead, too", "", 64,
                             124'000, Floor::touches_ahead));
    rows.push_back(day_row("book_day_static", "a day of a deep book that stays", 40'000, 14, 0));
    rows.push_back(day_row("book_day_routine", "a day with swings of 2 %", 10'000, 12, 2));
    for (const std::int64_t percent : {25, 40, 60})
        rows.push_back(day_row("book_day_swing" + std::to_string(percent),
                               "a day with swings of " + std::to_string(percent) + " %", 10'000, 12,
                               percent));
    rows.push_back(mixed_row("book_scale_1k", "1,000 live orders", "", 1, 1'000));
    rows.push_back(mixed_row("book_scale_1m", "1,000,000 live orders", "", 1, 1'000'000,
                             Floor::touches_ahead));
}

} // namespace pinion::latency
