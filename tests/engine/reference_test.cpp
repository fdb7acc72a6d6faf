// The engine against a twin that follows the same rules slowly: the same random commands must bring
// the same events, byte for byte, and the same book after each. PINION_SEED replays a run,
// PINION_SOAK_COMMANDS sets its length. A failure is cut down to few commands.
#include "engine/matching_engine.h"
#include "tests/engine/reference/reference_venue.h"
#include "tests/engine/support/random_commands.h"
#include "tests/engine/support/transcript.h"
#include "tests/engine/support/truths.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

namespace pinion::engine {
namespace {

using Commands = std::vector<shm::SequencedCommand>;

class Recorder : public EventSink {
  public:
    void on_report(const shm::Report& report) override {
        events.reports.push_back(report);
        truths.on_report(report);
    }

    void on_feed_event(const shm::FeedEvent& event) override {
        events.feed.push_back(event);
        truths.on_feed_event(event);
    }

    Events events;
    Truths truths;
};

template <typename T>
bool same(const std::vector<T>& left, const std::vector<T>& right) {
    static_assert(std::has_unique_object_representations_v<T>);
    return left.size() == right.size() &&
           (left.empty() || std::memcmp(left.data(), right.data(), left.size() * sizeof(T)) == 0);
}

struct Difference {
    std::size_t command;
    std::string engine;
    std::string reference;
};

std::string text(const Events& events) {
    Transcript transcript;
    for (const auto& report : events.reports) transcript.on_report(report);
    for (const auto& event : events.feed) transcript.on_feed_event(event);
    return transcript.text();
}

std::optional<Difference> first_difference(const EngineOptions& options, const Commands& commands) {
    MatchingEngine engine(options);
    ReferenceVenue reference(options);
    Recorder recorder;
    for (std::size_t i = 0; i < commands.size(); ++i) {
        recorder.events = {};
        engine.apply(commands[i], recorder);
        recorder.truths.command_ended();
        const auto expected = reference.apply(commands[i]);
        const bool crossed = i % 16 == 0 && reference.is_crossed();
        const bool agree = !crossed && same(recorder.events.reports, expected.reports) &&
                           same(recorder.events.feed, expected.feed) &&
                           engine.book_hash() == reference.book_hash();
        if (!agree || testing::Test::HasFatalFailure())
            return Difference{i, text(recorder.events), text(expected)};
    }
    return std::nullopt;
}

/// Leaves out what is not needed to see a difference.
Commands shrink(const EngineOptions& options, Commands commands) {
    commands.resize(first_difference(options, commands)->command + 1);
    for (auto chunk = commands.size() / 2; chunk != 0; chunk /= 2)
        for (std::size_t from = 0; from + chunk < commands.size();) {
            auto fewer = commands;
            const auto begin = fewer.begin() + static_cast<std::ptrdiff_t>(from);
            fewer.erase(begin, begin + static_cast<std::ptrdiff_t>(chunk));
            if (first_difference(options, fewer))
                commands = fewer;
            else
                from += chunk;
        }
    return commands;
}

std::string text(const shm::Command& command) {
    const auto code = [](auto enumerator) { return std::to_string(static_cast<int>(enumerator)); };
    return "kind " + code(command.kind) + " session " + std::to_string(command.session) + " id " +
           std::string(command.cl_ord_id.view()) + " of " +
           std::string(command.reference_id.view()) + " side " + code(command.side) + " type " +
           code(command.ord_type) + " tif " + code(command.time_in_force) + " in " +
           std::to_string(command.instrument) + ": " + std::to_string(command.quantity_lots) +
           " @ " + std::to_string(command.price_ticks) + "\n";
}

std::string reproducer(const EngineOptions& options, const Commands& commands) {
    const auto few = shrink(options, commands);
    std::string result = "orders_max " + std::to_string(options.orders_max) + ", levels_max " +
                         std::to_string(options.levels_max) + ", ids " +
                         std::to_string(options.cl_ord_ids_per_day_max) + "\n";
    for (const auto& command : few) result += text(command.command);
    const auto difference = *first_difference(options, few);
    return result + "engine:\n" + difference.engine + "reference:\n" + difference.reference;
}

std::uint64_t commands_to_run() {
    const char* given = std::getenv("PINION_SOAK_COMMANDS"); // NOLINT(concurrency-mt-unsafe)
    return given != nullptr ? std::strtoull(given, nullptr, 10) : 200'000;
}

TEST(Reference, random_commands_bring_the_same_events_and_books) {
    constexpr std::uint64_t episode = 1'000; // a day each, so that the pools run full again
    const auto seed = random_seed();
    std::cout << "PINION_SEED=" << seed << "\n";
    const auto total = commands_to_run();
    for (std::uint64_t day = 0; day * episode < total; ++day) {
        RandomCommands source(seed + day);
        Commands commands;
        for (std::uint64_t i = 0; i < std::min(episode, total - day * episode); ++i)
            commands.push_back(source.next());
        if (first_difference(source.options(), commands))
            FAIL() << "PINION_SEED=" << seed + day << " differs:\n"
                   << reproducer(source.options(), commands);
    }
}

TEST(Reference, the_same_commands_bring_the_same_state_twice) {
    const auto seed = random_seed();
    RandomCommands source(seed);
    MatchingEngine first(source.options());
    MatchingEngine second(source.options());
    Recorder one;
    Recorder two;
    for (int i = 0; i < 5'000; ++i) {
        const auto command = source.next();
        first.apply(command, one);
        second.apply(command, two);
        ASSERT_TRUE(same(one.events.reports, two.events.reports)) << "PINION_SEED=" << seed;
        ASSERT_TRUE(same(one.events.feed, two.events.feed)) << "PINION_SEED=" << seed;
        ASSERT_EQ(first.book_hash(), second.book_hash()) << "PINION_SEED=" << seed;
    }
    EXPECT_EQ(first.state_hash(), second.state_hash()) << "PINION_SEED=" << seed;
}

} // namespace
} // namespace pinion::engine
