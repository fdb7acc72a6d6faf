#include "latency/load/open_loop.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace pinion::latency {
namespace {

constexpr std::int64_t microsecond_ns = 1000;
constexpr double per_millisecond = 1000; // requests a second

/// Time passes only by looking at it, and by a stall of a request's sender.
class FakeExchange : public Exchange {
  public:
    [[nodiscard]] std::int64_t now_ns() const override { return now_ns_ += microsecond_ns; }

    void send(std::uint64_t index, std::int64_t intended_ns) override {
        sent.push_back({index, intended_ns, now_ns_});
        if (index == stalls_at) now_ns_ += stall_ns;
    }

    void poll() override {
        ++polls;
        if (!answers || answered == sent.size()) return;
        ++answered;
    }

    [[nodiscard]] bool is_settled() const override { return answered == sent.size(); }

    [[nodiscard]] std::string missing() const override {
        return std::to_string(sent.size() - answered) + " answers are";
    }

    struct Sent {
        std::uint64_t index;
        std::int64_t intended_ns;
        std::int64_t left_ns;
    };

    std::vector<Sent> sent;
    std::uint64_t stalls_at = ~std::uint64_t{0};
    std::int64_t stall_ns = 0;
    bool answers = true;
    std::size_t answered = 0;
    int polls = 0;

  private:
    mutable std::int64_t now_ns_ = 0;
};

TEST(Schedule, requests_are_meant_to_leave_evenly) {
    const Schedule schedule(5'000'000, 3000, 10, 4);
    EXPECT_EQ(schedule.intended_ns(10), 5'000'000);
    EXPECT_EQ(schedule.intended_ns(11), 5'333'333);
    EXPECT_EQ(schedule.intended_ns(13), 6'000'000);
    EXPECT_EQ(schedule.end_index(), 14U);
}

TEST(Schedule, an_hour_later_it_has_not_drifted) {
    const Schedule schedule(0, 3000, 0, 3000 * 3600);
    EXPECT_NEAR(static_cast<double>(schedule.intended_ns(3000 * 3600)), 3600e9, 10);
}

TEST(OpenLoop, no_request_leaves_before_its_time) {
    FakeExchange exchange;
    run_open_loop(exchange, {1'000'000, per_millisecond, 0, 20});
    ASSERT_EQ(exchange.sent.size(), 20U);
    for (std::size_t i = 0; i < exchange.sent.size(); ++i) {
        EXPECT_EQ(exchange.sent[i].index, i);
        EXPECT_GE(exchange.sent[i].left_ns, exchange.sent[i].intended_ns);
        EXPECT_LT(exchange.sent[i].left_ns, exchange.sent[i].intended_ns + 1'000'000);
    }
}

TEST(OpenLoop, a_stall_moves_no_intended_time) {
    FakeExchange exchange;
    exchange.stalls_at = 5;
    exchange.stall_ns = 8'000'000;
    run_open_loop(exchange, {1'000'000, per_millisecond, 0, 20});
    ASSERT_EQ(exchange.sent.size(), 20U);
    for (const FakeExchange::Sent& each : exchange.sent)
        EXPECT_EQ(each.intended_ns, 1'000'000 + static_cast<std::int64_t>(each.index) * 1'000'000);
    EXPECT_GT(exchange.sent[6].left_ns, exchange.sent[6].intended_ns + 6'000'000)
        << "what the stall held up is charged to it";
    EXPECT_LT(exchange.sent[19].left_ns, exchange.sent[19].intended_ns + 1'000'000)
        << "what was missed is sent at once, so that the schedule is met again";
}

TEST(OpenLoop, answers_are_taken_in_between_requests_that_are_late) {
    FakeExchange exchange;
    run_open_loop(exchange, {-1'000'000'000, per_millisecond, 0, 50});
    EXPECT_GE(exchange.polls, 50);
}

TEST(OpenLoop, it_gives_up_when_answers_are_missing) {
    FakeExchange exchange;
    exchange.answers = false;
    try {
        run_open_loop(exchange, {0, per_millisecond, 0, 2});
        FAIL() << "it should have given up";
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(), "2 answers are missing 30 s after the last request");
    }
}

} // namespace
} // namespace pinion::latency
