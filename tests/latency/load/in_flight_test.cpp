#include "latency/load/in_flight.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace pinion::latency {
namespace {

TEST(InFlight, a_request_is_taken_once) {
    InFlight in_flight;
    in_flight.add(3, 100);
    in_flight.add(4, 200);
    EXPECT_EQ(in_flight.count(), 2U);
    EXPECT_EQ(in_flight.take(4), 200);
    EXPECT_EQ(in_flight.take(4), 0);
    EXPECT_EQ(in_flight.take(3), 100);
    EXPECT_EQ(in_flight.count(), 0U);
}

TEST(InFlight, a_venue_that_is_too_far_behind_is_given_up) {
    InFlight in_flight;
    for (std::uint64_t index = 0; index < InFlight::capacity; ++index) in_flight.add(index, 1);
    EXPECT_THROW(in_flight.add(InFlight::capacity, 1), std::runtime_error);
    EXPECT_EQ(in_flight.take(0), 1);
    in_flight.add(InFlight::capacity, 2);
    EXPECT_EQ(in_flight.take(InFlight::capacity), 2);
}

} // namespace
} // namespace pinion::latency
