// The state hash sees everything that later events depend on: two engines whose last commands
// differed, but whose hashes are equal, must answer alike from then on.
#include "engine/event_listener.h"
#include "engine/matching_engine.h"
#include "tests/engine/support/fields.h"
#include "tests/engine/support/random_commands.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace pinion::engine {
namespace {

using shm::TimeInForce;

class Notes : public EventListener {
  public:
    void on_report(const shm::Report& report) override { text += text_of(report) + "\n"; }

    void on_feed_event(const shm::FeedEvent& event) override { text += text_of(event) + "\n"; }

    std::string text;
};

/// Another command that may well bring the same events at once.
shm::Command varied(shm::Command command, Random& random) {
    switch (random.below(9)) {
    case 0: ++command.price_ticks; break;
    case 1: ++command.stop_price_ticks; break;
    case 2: ++command.quantity_lots; break;
    case 3: ++command.min_quantity_lots; break;
    case 4: command.display_quantity_lots += command.display_quantity_lots != 0 ? 1 : 0; break;
    case 5: ++command.expire_time_ns; break;
    case 6: command.flags ^= shm::command_flags::cancel_on_disconnect; break;
    case 7:
        command.time_in_force = command.time_in_force == TimeInForce::day
                                    ? TimeInForce::good_till_cancel
                                    : TimeInForce::day;
        break;
    default: ++command.session_epoch;
    }
    return command;
}

/// What became of two engines whose states were to be compared.
struct Comparison {
    bool had_equal_hashes;
    std::string first;
    std::string second;
};

Comparison compare(std::uint64_t seed) {
    RandomCommands source(seed);
    Random random(seed);
    MatchingEngine first(source.options());
    MatchingEngine second(source.options());
    Notes nothing;
    const auto apply_to_both = [&](Notes& one, Notes& two) {
        const auto command = source.next();
        first.apply(command, one);
        second.apply(command, two);
    };
    for (auto left = random.below(150); left != 0; --left) apply_to_both(nothing, nothing);
    auto command = source.next();
    first.apply(command, nothing);
    command.command = varied(command.command, random);
    second.apply(command, nothing);

    const bool equal = first.state_hash() == second.state_hash();
    Notes one;
    Notes two;
    for (int i = 0; i < 150; ++i) apply_to_both(one, two);
    return {equal, one.text, two.text};
}

TEST(EqualStates, answer_alike_whatever_comes) {
    const auto seed = random_seed();
    int equal = 0;
    int different = 0;
    for (std::uint64_t day = 0; day < 300; ++day) {
        const auto result = compare(seed + day);
        if (result.had_equal_hashes) {
            ++equal;
            ASSERT_EQ(result.first, result.second) << "PINION_SEED=" << seed + day;
        } else if (result.first != result.second) {
            ++different;
        }
    }
    EXPECT_GT(equal, 0) << "PINION_SEED=" << seed;
    EXPECT_GT(different, 0) << "PINION_SEED=" << seed;
}

} // namespace
} // namespace pinion::engine
