// An engine that was loaded from a saved state answers whatever comes as the one that was saved.
// PINION_SEED replays a run.
#include "tests/engine/support/event_bytes.h"
#include "tests/engine/support/random_commands.h"
#include "tests/engine/support/saved_bytes.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace pinion::engine {
namespace {

#ifdef __OPTIMIZE__
constexpr std::uint64_t days = 60;
#else
constexpr std::uint64_t days = 8; // with sanitizers a day takes long
#endif

void apply(MatchingEngine& engine, RandomCommands& source, std::uint64_t count) {
    for (EventBytes events; count != 0; --count) {
        engine.apply(source.next(), events);
        events.bytes.clear();
    }
}

void expect_equal(const MatchingEngine& one, const MatchingEngine& other) {
    ASSERT_EQ(one.state_hash(), other.state_hash());
    ASSERT_EQ(one.book_hash(), other.book_hash());
    ASSERT_EQ(one.next_deadline_ns(), other.next_deadline_ns());
    ASSERT_EQ(one.next_day_roll_ns(), other.next_day_roll_ns());
    ASSERT_EQ(one.engine_epoch(), other.engine_epoch());
}

void expect_equal_answers(MatchingEngine& one, MatchingEngine& other, RandomCommands& source,
                          std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto command = source.next();
        EventBytes ones;
        EventBytes others;
        one.apply(command, ones);
        other.apply(command, others);
        ASSERT_EQ(ones.bytes, others.bytes) << "command " << command.sequence;
        ASSERT_EQ(one.next_deadline_ns(), other.next_deadline_ns());
        if (i % 512 == 0) expect_equal(one, other);
    }
    expect_equal(one, other);
}

TEST(SavedState, continues_as_if_nothing_had_happened) {
    const auto seed = random_seed();
    for (auto day = seed; day != seed + days; ++day) {
        SCOPED_TRACE("PINION_SEED=" + std::to_string(day));
        RandomCommands source(day);
        MatchingEngine saved(source.options());
        apply(saved, source, Random(day).below(3'000));
        MatchingEngine loaded(source.options());
        SavedBytes(saved).load_into(loaded);
        expect_equal(saved, loaded);
        expect_equal_answers(saved, loaded, source, 10'000);
        ASSERT_FALSE(testing::Test::HasFatalFailure());
    }
}

TEST(SavedState, is_saved_by_the_loaded_engine_byte_for_byte) {
    const auto seed = random_seed();
    for (auto day = seed; day != seed + days; ++day) {
        RandomCommands source(day);
        MatchingEngine first(source.options());
        apply(first, source, 2'000);
        MatchingEngine second(source.options());
        SavedBytes saved(first);
        ASSERT_TRUE(saved.is_whole());
        saved.load_into(second);
        ASSERT_TRUE(SavedBytes(second).bytes() == saved.bytes()) << "PINION_SEED=" << day;
    }
}

TEST(SavedState, fits_an_engine_with_more_of_everything) {
    const auto seed = random_seed();
    for (auto day = seed; day != seed + days; ++day) {
        RandomCommands source(day);
        MatchingEngine small(source.options());
        apply(small, source, 1'000);

        auto options = source.options();
        for (auto* pool : {&options.orders_max, &options.levels_max, &options.stop_orders_max,
                           &options.held_orders_max, &options.closing_orders_max,
                           &options.cl_ord_ids_per_day_max})
            *pool += 100;
        options.instruments.push_back(options.instruments.front());
        options.instruments.back().symbol = *shm::Symbol::from("NEW");
        options.accounts.push_back(*shm::AccountName::from("new"));
        options.risk.accounts.resize(options.accounts.size());
        options.risk.accounts.back().is_on = true;
        options.risk.assets.push_back({.name = *shm::AssetName::from("NEW"), .decimals = 1});
        options.sessions_max += 3;
        options.gateways_max += 2;
        options.activations_max += 1;
        MatchingEngine large(options);
        SavedBytes(small).load_into(large);
        ASSERT_EQ(large.state_hash(), small.state_hash()) << "PINION_SEED=" << day;
        ASSERT_EQ(large.book_hash(), small.book_hash()) << "PINION_SEED=" << day;
        RandomCommands later(day + 1);
        apply(large, later, 1'000);
    }
}

TEST(SavedState, of_an_engine_that_has_done_nothing_is_loaded) {
    const RandomCommands source(1);
    const MatchingEngine saved(source.options());
    MatchingEngine loaded(source.options());
    SavedBytes(saved).load_into(loaded);
    expect_equal(saved, loaded);
}

TEST(SavedState, brings_its_epoch) {
    const RandomCommands source(1);
    auto options = source.options();
    MatchingEngine saved(options);
    options.engine_epoch += 7;
    MatchingEngine loaded(options);
    SavedBytes(saved).load_into(loaded);
    EXPECT_EQ(loaded.engine_epoch(), saved.engine_epoch());
}

} // namespace
} // namespace pinion::engine
