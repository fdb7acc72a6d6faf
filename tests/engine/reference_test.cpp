// The engine against a twin that follows the same rules slowly: the same random commands must bring
// the same events, byte for byte, and the same book after each. PINION_SEED replays a run,
// PINION_SOAK_COMMANDS sets its length and lets it use every core. A failure is cut down to few
// commands.
#include "tests/engine/reference/comparison.h"
#include "tests/engine/support/random_commands.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <future>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace pinion::engine {
namespace {

constexpr std::uint64_t commands_per_day = 1'000;

#ifdef __OPTIMIZE__
constexpr std::uint64_t usual_days = 300;
#else
constexpr std::uint64_t usual_days = 100; // with sanitizers a day takes long
#endif

struct Size {
    std::uint64_t days;
    unsigned threads;
};

Size size_of_run() {
    const char* given = std::getenv("PINION_SOAK_COMMANDS"); // NOLINT(concurrency-mt-unsafe)
    if (given == nullptr) return {.days = usual_days, .threads = 1};
    const auto commands = std::strtoull(given, nullptr, 10);
    return {.days = (commands + commands_per_day - 1) / commands_per_day,
            .threads = std::max(1U, std::thread::hardware_concurrency())};
}

/// Nothing, or how the engine and its twin differ on a day of that seed.
std::string run_day(std::uint64_t seed) {
    RandomCommands source(seed);
    Commands commands;
    for (std::uint64_t i = 0; i < commands_per_day; ++i) commands.push_back(source.next());
    if (!first_difference(source.options(), commands)) return {};
    return "PINION_SEED=" + std::to_string(seed) + " differs:\n" +
           reproducer(source.options(), commands);
}

TEST(Reference, random_commands_bring_the_same_events_and_books) {
    const auto seed = random_seed();
    const auto size = size_of_run();
    std::cout << "PINION_SEED=" << seed << ", " << size.days << " days" << std::endl;
    std::atomic<std::uint64_t> day = 0;
    const auto run_days = [&]() -> std::string {
        for (auto mine = day++; mine < size.days; mine = day++)
            if (auto difference = run_day(seed + mine); !difference.empty()) {
                day = size.days;
                return difference;
            }
        return {};
    };
    std::vector<std::future<std::string>> threads;
    for (unsigned i = 0; i < size.threads; ++i)
        threads.push_back(std::async(std::launch::async, run_days));
    for (auto& thread : threads)
        if (const auto difference = thread.get(); !difference.empty()) ADD_FAILURE() << difference;
}

} // namespace
} // namespace pinion::engine
