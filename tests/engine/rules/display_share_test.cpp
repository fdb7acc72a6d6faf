// A display quantity (111) is not so small that one large order would trade with it, slice by
// slice, without end: at most `display_slices_max` slices make up the quantity.
#include "tests/engine/support/script.h"

#include <cstdint>
#include <string>

namespace pinion::engine {
namespace {

class DisplayShare : public Script {
  protected:
    static EngineOptions options() {
        auto options = default_options();
        options.display_slices_max = 3;
        return options;
    }

    DisplayShare() : Script(options()) {}
};

TEST_F(DisplayShare, as_many_slices_as_the_limit_are_taken_and_no_more) {
    play(R"(
        alice sell A1 9 @ 100 show 3
        > alice A1 new [new] 9 of 9
        > feed add #1 sell 3 @ 100 .
        alice sell A2 10 @ 100 show 3
        > alice A2 rejected [rejected] 0 of 10: display_too_small
        alice sell A3 8 @ 100 stop 90 show 3
        > alice A3 new [new] 8 of 8
        alice sell A4 1000000 @ 100 stop 90 show 1
        > alice A4 rejected [rejected] 0 of 1000000: display_too_small
        alice sell A5 1000000 @ 101
        > alice A5 new [new] 1000000 of 1000000
        > feed add #3 sell 1000000 @ 101 .
    )");
}

TEST_F(DisplayShare, it_is_asked_for_after_the_quantities_and_before_the_price) {
    play(R"(
        alice sell A1 1000001 @ 100 show 1
        > alice A1 rejected [rejected] 0 of 1000001: quantity_above_maximum
        alice sell A2 10 @ 100 min 11 show 1
        > alice A2 rejected [rejected] 0 of 10: minimum_above_quantity
        alice sell A3 10 @ 10001 show 1
        > alice A3 rejected [rejected] 0 of 10: display_too_small
    )");
}

TEST_F(DisplayShare, a_replace_keeps_to_it) {
    run("alice sell A1 9 @ 100 show 3");
    play(R"(
        alice replace A2 of A1 10 @ 100 show 3 side 2
        > alice A2/A1 not changed [new] #1: display_too_small
        alice replace A3 of A1 9 @ 100 show 2 side 2
        > alice A3/A1 not changed [new] #1: display_too_small
        alice replace A4 of A1 12 @ 100 show 4 side 2
        > alice A4/A1 replaced [new] 12 of 12
        > feed replace #1 sell 4 @ 100 .
        alice replace A5 of A4 1000 @ 100 side 2
        > alice A5/A4 replaced [new] 1000 of 1000
        > feed replace #1 sell 1000 @ 100 .
    )");
}

TEST_F(DisplayShare, what_has_traded_counts_with_the_quantity) {
    run("alice sell A1 9 @ 100 show 3");
    run("bob buy B1 6 @ 100");
    play(R"(
        alice replace A2 of A1 10 @ 100 show 3 side 2
        > alice A2/A1 not changed [partially_filled] #1: display_too_small
    )");
}

class VeryLargeOrders : public Script {
  protected:
    static EngineOptions options() {
        auto options = default_options();
        options.display_slices_max = std::uint32_t{1} << 31;
        options.orders_max = options.stop_orders_max = options.held_orders_max =
            options.closing_orders_max = 100;
        options.instruments[0].quantity_max_lots = std::uint64_t{1} << 56;
        return options;
    }

    VeryLargeOrders() : Script(options()) {}
};

TEST_F(VeryLargeOrders, the_share_is_measured_without_leaving_the_numbers) {
    const auto quantity = std::to_string(std::uint64_t{1} << 56);
    const auto display = std::to_string(std::uint64_t{1} << 33); // times the limit: 2^64
    run("alice sell A1 " + quantity + " @ 100 show " + display);
    EXPECT_EQ(reports()[0].exec_type, shm::ExecType::new_order);
    run("alice sell A2 " + quantity + " @ 100 show 33554431"); // 2^25 would do
    EXPECT_EQ(reports()[0].reason, shm::RejectReason::display_too_small);
}

} // namespace
} // namespace pinion::engine
