#include "tests/model/explorer.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <ostream>
#include <string>
#include <vector>

/// The rules hold in every order of steps that the bounds allow; without any one of them some order
/// of steps breaks a promise, and the shortest is printed.
namespace pinion::model {

namespace {

/// One way to bound an exploration.
struct Bounds {
    std::string name;
    Count sessions;
    Budget budget;
};

Budget orders(Count count) {
    Budget budget{};
    budget.orders = count;
    return budget;
}

Budget with(Budget budget, Count Budget::*what, Count times = 1) {
    budget.*what = times;
    return budget;
}

const Budget gateway_dies = with(orders(2), &Budget::gateway_kills);
const Budget engine_dies = with(orders(2), &Budget::engine_kills);
const Budget both_die = with(gateway_dies, &Budget::engine_kills);
const Budget host_dies = with(orders(2), &Budget::host_losses);
const Budget sync_fails = with(host_dies, &Budget::failed_syncs);
const Budget numbers_reset =
    with(with(gateway_dies, &Budget::connection_losses), &Budget::sequence_resets);
const Budget reset_and_host_dies =
    with(with(host_dies, &Budget::sequence_resets), &Budget::connection_losses);

bool is_soak() { return std::getenv("PINION_SOAK_BOUNDS") != nullptr; }

std::vector<Bounds> short_bounds(Durability durability) {
    std::vector<Bounds> bounds = {
        {"gateway and engine die", 1, both_die},
        {"connection lost, gateway and numbers reset", 1, numbers_reset},
        {"host is lost", 1, host_dies},
        {"two gateways, engine dies", 2, with(orders(1), &Budget::engine_kills)},
    };
    if (durability == Durability::sync) {
        bounds.push_back({"host is lost twice", 1, with(host_dies, &Budget::host_losses, 2)});
        bounds.push_back({"numbers reset, host is lost", 1, reset_and_host_dies});
        bounds.push_back({"sync fails, host is lost", 1, sync_fails});
        bounds.push_back({"two gateways, host is lost", 2, with(host_dies, &Budget::orders, 1)});
    }
    return bounds;
}

std::vector<Bounds> soak_bounds(Durability durability) {
    std::vector<Bounds> bounds = short_bounds(durability);
    bounds.push_back({"engine dies, host is lost", 1, with(host_dies, &Budget::engine_kills)});
    bounds.push_back(
        {"three orders, gateway and engine die", 1, with(both_die, &Budget::orders, 3)});
    bounds.push_back(
        {"two gateways, one and the engine die", 2, with(both_die, &Budget::orders, 1)});
    if (durability == Durability::async) {
        bounds.push_back({"numbers reset, host is lost", 1, reset_and_host_dies});
        bounds.push_back({"sync fails, host is lost", 1, sync_fails});
    }
    return bounds;
}

void expect_sound(Durability durability) {
    const auto all = is_soak() ? soak_bounds(durability) : short_bounds(durability);
    for (const Bounds& bounds : all) {
        const Finding finding =
            explore(first_state(bounds.sessions, bounds.budget), Rules(durability));
        std::cout << bounds.name << ": " << finding.states << " states, longest path "
                  << finding.depth << "\n";
        EXPECT_EQ(finding.broken, Broken::nothing) << bounds.name << "\n" << finding.trace;
    }
}

/// A rule that is taken away, bounds (sound with all rules) that show what it is for, and what
/// breaks first.
struct Removal {
    Rule rule;
    std::string name;
    Durability durability;
    Budget budget;
    Broken broken;
};

void PrintTo(const Removal& removal, std::ostream* out) { *out << removal.name; }

class WithoutRule : public testing::TestWithParam<Removal> {};

constexpr Durability async = Durability::async;
constexpr Durability sync = Durability::sync;

const std::vector<Removal> removals = {
    {Rule::idempotent_input, "idempotent_input", sync, gateway_dies, Broken::applied_twice},
    {Rule::command_before_number, "command_before_number", sync, gateway_dies,
     Broken::order_unanswered},
    {Rule::log_before_output, "log_before_output", async, engine_dies, Broken::told_of_undone},
    {Rule::slot_freed_after_log, "slot_freed_after_log", sync, engine_dies,
     Broken::order_unanswered},
    {Rule::log_kept_until_durable, "log_kept_until_durable", async, both_die, Broken::seen_undone},
    {Rule::release_when_durable, "release_when_durable", sync, host_dies, Broken::seen_undone},
    {Rule::rewrite_after_failed_sync, "rewrite_after_failed_sync", sync, sync_fails,
     Broken::seen_undone},
    {Rule::rings_outlive_gateways, "rings_outlive_gateways", sync, gateway_dies,
     Broken::order_unanswered},
    {Rule::release_what_was_logged, "release_what_was_logged", sync, engine_dies,
     Broken::order_unanswered},
    {Rule::overwrite_after_output_log, "overwrite_after_output_log", sync, gateway_dies,
     Broken::order_unanswered},
    {Rule::catch_up_from_output_log, "catch_up_from_output_log", sync, gateway_dies,
     Broken::order_unanswered},
    {Rule::snapshot_behind_output_log, "snapshot_behind_output_log", sync, engine_dies,
     Broken::order_unanswered},
    {Rule::one_commit, "one_commit", sync, gateway_dies, Broken::told_twice},
    {Rule::record_before_send, "record_before_send", sync, gateway_dies,
     Broken::needs_manual_reset},
    {Rule::reset_raises_epoch, "reset_raises_epoch", sync, numbers_reset, Broken::order_unanswered},
    {Rule::reset_keeps_positions, "reset_keeps_positions", sync, numbers_reset, Broken::told_twice},
    {Rule::reset_is_synced, "reset_is_synced", sync, reset_and_host_dies,
     Broken::needs_manual_reset},
    {Rule::inbound_from_engine, "inbound_from_engine", sync, host_dies, Broken::order_unanswered},
    {Rule::inbound_by_epoch, "inbound_by_epoch", sync, reset_and_host_dies,
     Broken::needs_manual_reset},
    {Rule::outbound_from_mark, "outbound_from_mark", sync, host_dies, Broken::needs_manual_reset},
    {Rule::marked_as_repeated, "marked_as_repeated", sync, host_dies, Broken::told_twice},
    {Rule::output_log_is_cut, "output_log_is_cut", async, host_dies, Broken::told_of_undone},
    {Rule::reports_above_mark, "reports_above_mark", async, host_dies, Broken::exec_id_repeated},
    {Rule::only_the_engine_answers, "only_the_engine_answers", sync, gateway_dies,
     Broken::refused_and_done},
};

} // namespace

TEST(DurabilityModel, all_rules_together_keep_every_promise_of_async) {
    expect_sound(Durability::async);
}

TEST(DurabilityModel, all_rules_together_keep_every_promise_of_sync) {
    expect_sound(Durability::sync);
}

TEST(DurabilityModel, every_rule_is_taken_away_once) { EXPECT_EQ(removals.size(), rule_count); }

TEST_P(WithoutRule, a_promise_is_broken) {
    const Removal& removal = GetParam();
    const Finding finding =
        explore(first_state(1, removal.budget), Rules(removal.durability).without(removal.rule));
    std::cout << "Without " << removal.name << ":\n" << finding.trace;
    EXPECT_EQ(finding.broken, removal.broken) << to_text(finding.broken);
}

INSTANTIATE_TEST_SUITE_P(DurabilityModel, WithoutRule, testing::ValuesIn(removals),
                         [](const auto& each) { return each.param.name; });

} // namespace pinion::model
