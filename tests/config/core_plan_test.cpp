#include "config/core_plan.h"
#include "config/load.h"

#include <gtest/gtest.h>

#include <string>

/// One engine and one gateway, three threads, on hosts of various sizes. A plan is written as a
/// line: matcher, publisher, gateway.
namespace pinion::config {

namespace {

std::string venue(const std::string& matcher, const std::string& publisher,
                  const std::string& gateway) {
    return "[[engine]]\nmatcher = {" + matcher + "}\npublisher = {" + publisher +
           "}\n[[gateway]]\nthread = {" + gateway +
           "}\n[[instrument]]\nsymbol = 'PINE'\ntick = '1'\nlot = '1'\nprice_min = "
           "'1'\nprice_max = '9'\n[[account]]\nname = 'HOUSE'\n[[session]]\ncomp_id = 'CLIENT'\n";
}

std::string describe(const shm::AgentPlacement& placement) {
    const char* wait = placement.wait == shm::Wait::spin    ? "spin"
                       : placement.wait == shm::Wait::yield ? "yield"
                                                            : "sleep";
    return (placement.core < 0 ? "any" : std::to_string(placement.core)) + " " + wait;
}

std::string plan(const std::string& text, const std::vector<int>& cores) {
    try {
        const CorePlan plan = plan_cores(load_text(text, "venue.toml"), cores);
        return describe(plan.matcher(1)) + ", " + describe(plan.publisher(1)) + ", " +
               describe(plan.gateway(1));
    } catch (const ConfigError& error) {
        return error.what();
    }
}

const std::string all_auto = venue("", "", "");

TEST(CorePlan, a_host_with_a_core_to_spare_spins_on_the_highest_cores) {
    EXPECT_EQ(plan(all_auto, {0, 1, 2, 3}), "3 spin, 2 spin, 1 spin");
    EXPECT_EQ(plan(all_auto, {2, 5, 6, 9, 11}), "11 spin, 9 spin, 6 spin");
}

TEST(CorePlan, a_host_without_a_core_to_spare_shares) {
    EXPECT_EQ(plan(all_auto, {0, 1, 2}), "any yield, any sleep, any sleep");
    EXPECT_EQ(plan(all_auto, {0, 1}), "any yield, any sleep, any sleep");
    EXPECT_EQ(plan(all_auto, {0}), "any yield, any sleep, any sleep");
}

TEST(CorePlan, automatic_threads_keep_off_cores_that_are_given_away) {
    EXPECT_EQ(plan(venue("core = 1", "", ""), {0, 1, 2, 3}), "1 spin, 3 spin, 2 spin");
    EXPECT_EQ(plan(venue("", "core = 3", ""), {0, 1, 2, 3}), "2 spin, 3 spin, 1 spin");
}

TEST(CorePlan, a_wait_that_is_asked_for_is_given) {
    EXPECT_EQ(plan(venue("wait = 'sleep'", "wait = 'yield'", ""), {0, 1, 2, 3}),
              "3 sleep, 2 yield, 1 spin");
    EXPECT_EQ(plan(venue("wait = 'spin'", "", ""), {0, 1}), "1 spin, any sleep, any sleep");
}

TEST(CorePlan, threads_that_share_a_core_by_wish_do_not_spin) {
    EXPECT_EQ(plan(venue("", "core = 2", "core = 2"), {0, 1, 2, 3}), "3 spin, 2 sleep, 2 sleep");
}

TEST(CorePlan, a_core_that_cannot_be_used_is_refused) {
    EXPECT_EQ(plan(venue("core = 7", "", ""), {0, 1, 2, 3}),
              "venue.toml:2:19: engine 1 matcher is to run on core 7, which it may not use; choose "
              "\"auto\" or one of 0, 1, 2, 3");
}

TEST(CorePlan, two_spinning_threads_on_one_core_are_refused) {
    EXPECT_EQ(plan(venue("core = 1, wait = 'spin'", "", "core = 1, wait = 'spin'"), {0, 1, 2, 3}),
              "venue.toml:5:18: gateway 1 is to share core 1 with engine 1 matcher, which spins; "
              "give it another core, or let both wait with \"yield\" or \"sleep\"");
}

TEST(CorePlan, nobody_shares_the_core_of_a_spinning_thread) {
    EXPECT_EQ(plan(venue("core = 1, wait = 'spin'", "core = 1, wait = 'sleep'", ""), {0, 1, 2, 3}),
              "venue.toml:3:21: engine 1 publisher is to share core 1 with engine 1 matcher, which "
              "spins; give it another core, or let both wait with \"yield\" or \"sleep\"");
}

TEST(CorePlan, more_spinning_threads_than_cores_are_refused) {
    EXPECT_EQ(plan(venue("wait = 'spin'", "wait = 'spin'", "wait = 'spin'"), {0, 1}),
              "venue.toml:5:10: gateway 1 is to spin, but no core is left for it; let it wait with "
              "\"auto\", \"yield\" or \"sleep\"");
}

TEST(CorePlan, threads_that_wait_for_disks_ask_for_no_core) {
    const std::string text = venue("", "", "core = 0");
    const std::string durable =
        std::string(text).insert(text.find("matcher"), "durability = 'sync'\n");
    const CorePlan plan = plan_cores(load_text(durable, "venue.toml"), {0, 1, 2, 3});
    EXPECT_EQ(describe(plan.matcher(1)), "3 spin");
    EXPECT_EQ(describe(plan.journal(1)), "any sleep");
    EXPECT_EQ(describe(plan.output_log(1)), "any sleep");
    EXPECT_THROW((void)plan_cores(load_text(text, "venue.toml"), {0, 1}).journal(1),
                 std::out_of_range);
    const std::string spinning =
        std::string(durable).insert(durable.find("matcher"), "journal = { wait = 'spin' }\n");
    EXPECT_EQ(describe(plan_cores(load_text(spinning, "venue.toml"), {0, 1, 2, 3}).journal(1)),
              "1 spin");
}

} // namespace

} // namespace pinion::config
