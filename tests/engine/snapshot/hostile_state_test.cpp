// A saved state that is not what an engine wrote is refused in words, or is visibly another state;
// it never ends the program, and whatever is loaded can go on. PINION_SEED replays a run.
#include "tests/engine/support/event_bytes.h"
#include "tests/engine/support/random_commands.h"
#include "tests/engine/support/risk_script.h"
#include "tests/engine/support/saved_bytes.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

namespace pinion::engine {
namespace {

using Bytes = std::vector<std::byte>;

#ifdef __OPTIMIZE__
constexpr int forgeries = 3'000;
constexpr std::size_t stride = 1;
#else
constexpr int forgeries = 300; // with sanitizers each takes long
constexpr std::size_t stride = 31;
#endif

/// Small, so that every byte of it can be tried; something waits in each place.
EngineOptions small_options(const EngineOptions& drawn) {
    auto options = drawn;
    options.orders_max = 40;
    options.levels_max = 40;
    options.stop_orders_max = options.held_orders_max = options.closing_orders_max = 20;
    options.cl_ord_ids_per_day_max = 200;
    return options;
}

class HostileState : public testing::Test {
  protected:
    HostileState() : source_(seed_), options_(small_options(source_.options())), engine_(options_) {
        EventBytes events;
        for (int i = 0; i < 400; ++i) engine_.apply(source_.next(), events);
        good_ = SavedBytes(engine_).bytes();
    }

    /// Empty if it was loaded.
    [[nodiscard]] std::string refusal(const Bytes& bytes, const EngineOptions& options) const {
        MatchingEngine engine(options);
        try {
            SavedBytes(bytes).load_into(engine);
        } catch (const SnapshotError& error) {
            return error.what();
        }
        return {};
    }

    [[nodiscard]] std::string refusal(const Bytes& bytes) const { return refusal(bytes, options_); }

    void expect_refused(const std::function<void(EngineOptions&)>& change, const char* because) {
        auto options = options_;
        change(options);
        EXPECT_NE(refusal(good_, options).find(because), std::string::npos)
            << "not because " << because << ": " << refusal(good_, options);
    }

    std::uint64_t seed_ = random_seed();
    RandomCommands source_;
    EngineOptions options_;
    MatchingEngine engine_;
    Bytes good_;
};

/// Makes the sums right again.
void seal(Bytes& bytes) {
    for (std::size_t at = 0; at + sizeof(ChunkHeader) <= bytes.size();) {
        ChunkHeader header{};
        std::memcpy(&header, bytes.data() + at, sizeof(header));
        if (header.body_bytes > bytes.size() - at - sizeof(header)) return;
        header.crc =
            header.crc_with(std::span(bytes).subspan(at + sizeof(header), header.body_bytes));
        std::memcpy(bytes.data() + at, &header, sizeof(header));
        at += sizeof(header) + header.body_bytes;
    }
}

TEST_F(HostileState, is_refused_whichever_byte_is_wrong) {
    for (auto at = seed_ % stride; at < good_.size(); at += stride) {
        auto bytes = good_;
        bytes[at] ^= std::byte{static_cast<unsigned char>(1U << (at % 8))};
        ASSERT_FALSE(refusal(bytes).empty()) << "byte " << at << ", PINION_SEED=" << seed_;
    }
}

TEST_F(HostileState, is_refused_wherever_it_ends) {
    for (auto size = seed_ % stride; size < good_.size(); size += stride)
        ASSERT_FALSE(refusal({good_.data(), good_.data() + size}).empty()) << size << " bytes";
}

TEST_F(HostileState, is_refused_if_it_is_noise) {
    Random random(seed_);
    for (int i = 0; i < 1'000; ++i) {
        Bytes bytes(random.below(2'000));
        for (auto& byte : bytes) byte = static_cast<std::byte>(random.any());
        ASSERT_FALSE(refusal(bytes).empty()) << "PINION_SEED=" << seed_;
    }
}

/// With right sums, as somebody could make it who knows them.
TEST_F(HostileState, that_was_forged_is_refused_or_seen_and_goes_on) {
    Random random(seed_);
    const auto hash = engine_.state_hash();
    int loaded = 0;
    for (int i = 0; i < forgeries; ++i) {
        SCOPED_TRACE("PINION_SEED=" + std::to_string(seed_) + ", forgery " + std::to_string(i));
        auto bytes = good_;
        for (auto changes = 1 + random.below(3); changes != 0; --changes) {
            auto& byte = bytes[random.below(bytes.size())];
            byte = random.one_in(2)
                       ? static_cast<std::byte>(random.any())
                       : byte ^ std::byte{static_cast<unsigned char>(1U << random.below(8))};
        }
        seal(bytes);
        if (bytes == good_) continue;
        MatchingEngine engine(options_);
        try {
            SavedBytes(bytes).load_into(engine);
        } catch (const SnapshotError&) {
            continue;
        }
        ++loaded;
        ASSERT_NE(engine.state_hash(), hash);
        EventBytes events;
        for (auto source = source_; events.bytes.size() < 100'000;)
            engine.apply(source.next(), events);
    }
    EXPECT_GT(loaded, 0);
}

TEST_F(HostileState, of_other_options_is_refused_in_their_words) {
    expect_refused([](auto& options) { ++options.engine_id; }, "another engine");
    expect_refused(
        [](auto& options) {
            options.instruments.pop_back();
            options.collars.clear();
            options.risk.instruments.clear();
            options.markets.clear();
        },
        "instruments");
    expect_refused([](auto& options) { ++options.instruments[1].tick_units; }, "instrument 1");
    expect_refused([](auto& options) { std::swap(options.accounts[0], options.accounts[1]); },
                   "account 0");
    expect_refused([](auto& options) { options.sessions_max = 1; }, "sessions");
    expect_refused([](auto& options) { options.gateways_max = 1; }, "gateways");
}

class OtherOptions : public RiskScript {
  protected:
    void expect_refused(const std::function<void(EngineOptions&)>& change, const char* because) {
        auto options = options_;
        change(options);
        MatchingEngine other(options);
        try {
            SavedBytes(engine_).load_into(other);
            ADD_FAILURE() << "loaded, in spite of " << because;
        } catch (const SnapshotError& error) {
            EXPECT_NE(std::string(error.what()).find(because), std::string::npos) << error.what();
        }
    }
};

TEST_F(OtherOptions, with_fewer_ids_than_the_day_had_are_refused) {
    run("admin credit account house asset USD 1000");
    run("alice buy A1 4 @ 100");
    run("alice buy A2 4 @ 100");
    expect_refused([](auto& options) { options.cl_ord_ids_per_day_max = 1; }, "ClOrdIDs");
}

TEST_F(OtherOptions, with_other_assets_are_refused_but_not_new_ones) {
    run("admin credit account house asset USD 1000");
    run("admin set_limits account house open 5");
    run("alice buy A1 4 @ 100");
    expect_refused([](auto& options) { ++options.risk.assets[1].decimals; }, "asset 1");
    expect_refused([](auto& options) { std::swap(options.risk.assets[0], options.risk.assets[1]); },
                   "asset 0");
    expect_refused([](auto& options) { options.risk.instruments.clear(); }, "other assets");
    auto options = options_;
    options.risk.assets.push_back({.name = *shm::AssetName::from("EUR"), .decimals = 2});
    options.risk.instruments.push_back(
        {.base = 0, .quote = 2, .base_per_lot = 1, .quote_per_tick_lot = 1});
    options.risk.accounts[0].limits.open_orders_max = 7; // the command's counts
    options.risk.accounts[1].is_on = false;
    MatchingEngine other(options);
    SavedBytes(engine_).load_into(other);
    EXPECT_EQ(other.state_hash(), engine_.state_hash());
    EXPECT_EQ(static_cast<std::int64_t>(other.reserved(0, 1)), 400);
    EXPECT_EQ(other.broken(), nullptr);
}

} // namespace
} // namespace pinion::engine
