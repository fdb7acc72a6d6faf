// A whole venue trades in one thread while its processes die, its host is lost, its disks fail and
// its connections break, all drawn from one seed. PINION_SEED replays a run, PINION_TRACE tells
// what happens in it, PINION_SOAK_SEEDS raises the count.

#include "tests/simulation/seeds.h"
#include "tests/simulation/simulated_venue.h"

#include <gtest/gtest.h>

#include <iostream>

namespace pinion::test {
namespace {

#ifdef __OPTIMIZE__
constexpr std::uint64_t venues = 40;
#else
constexpr std::uint64_t venues = 4;
#endif

TEST(VenueSimulation, all_keep_their_promises_whatever_dies) {
    be_silent_unless_asked();
    const std::uint64_t first = first_seed();
    SimulatedVenue::Counts sum;
    for (std::uint64_t seed = first; seed < first + seeds(venues); ++seed) {
        SCOPED_TRACE("PINION_SEED=" + std::to_string(seed));
        SimulatedVenue venue(seed);
        venue.trade();
        venue.settle();
        if (HasFailure()) return;
        sum.commands += venue.counts().commands;
        sum.kills += venue.counts().kills;
        sum.hosts_lost += venue.counts().hosts_lost;
    }
    std::cout << sum.commands << " commands, " << sum.kills << " processes killed, "
              << sum.hosts_lost << " hosts lost\n";
}

TEST(VenueSimulation, a_seed_gives_the_same_run_again) {
    be_silent_unless_asked();
    const std::uint64_t seed = first_seed();
    SCOPED_TRACE("PINION_SEED=" + std::to_string(seed));
    std::uint64_t traces[2];
    for (std::uint64_t& trace : traces) {
        SimulatedVenue venue(seed);
        venue.trade();
        venue.settle();
        trace = venue.trace();
    }
    EXPECT_EQ(traces[0], traces[1]);
    SimulatedVenue other(seed + 1);
    other.trade();
    EXPECT_NE(traces[0], other.trace());
}

} // namespace
} // namespace pinion::test
