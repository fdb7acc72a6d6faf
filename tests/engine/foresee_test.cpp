// Commands may be foreseen: hints that change nothing, whatever is in them.
#include "engine/event_listener.h"
#include "engine/matching_engine.h"
#include "tests/engine/support/random_commands.h"

#include <gtest/gtest.h>

#include <array>
#include <cstring>
#include <random>
#include <vector>

namespace pinion::engine {
namespace {

class Nobody : public EventListener {
  public:
    void on_report(const shm::Report&) override {}

    void on_feed_event(const shm::FeedEvent&) override {}
};

shm::Command any_bytes(std::mt19937_64& random) {
    std::array<std::uint64_t, sizeof(shm::Command) / 8> words;
    for (auto& word : words) word = random() % 4 == 0 ? ~std::uint64_t{0} : random();
    shm::Command command;
    std::memcpy(&command, words.data(), sizeof command);
    return command;
}

TEST(Foresee, what_is_foreseen_changes_no_state) {
    const auto seed = random_seed();
    RandomCommands source(seed);
    std::mt19937_64 random(seed);
    std::vector<shm::SequencedCommand> commands;
    for (int i = 0; i < 5'000; ++i) commands.push_back(source.next());
    MatchingEngine plain(source.options());
    MatchingEngine foreseeing(source.options());
    Nobody nobody;
    for (std::size_t now = 0; now < commands.size(); ++now) {
        if (now + MatchingEngine::foresee_distance < commands.size())
            foreseeing.foresee(commands[now + MatchingEngine::foresee_distance].command);
        if (random() % 8 == 0) foreseeing.foresee(any_bytes(random));
        plain.apply(commands[now], nobody);
        foreseeing.apply(commands[now], nobody);
    }
    EXPECT_EQ(foreseeing.state_hash(), plain.state_hash()) << "PINION_SEED=" << seed;
}

} // namespace
} // namespace pinion::engine
