/// Random writing on a disk that fails at random, several losses of power long. Whatever happens, a
/// reader delivers only what was written, and all that was synced, or refuses; and it refuses only
/// if there was more than losses of power and failures that the writer was told of.
#include "tests/shm/random_seed.h"
#include "tests/shm/record_log/log_on_disk.h"

#include <gtest/gtest.h>

namespace pinion::shm::test {

namespace {

std::uint64_t seeds() {
    const char* wanted = std::getenv("PINION_SOAK_SEEDS");
    return wanted != nullptr ? std::stoull(wanted) : 300;
}

class FaultRun {
  public:
    explicit FaultRun(std::uint64_t seed) : random_(seed), log_(seed) {
        faults_.write_error = chance(0.02);
        faults_.sync_error = chance(0.1);
        faults_.lost_min = below(2) == 0 ? 0.8 : 0;
    }

    /// Every write is synced at once: of two that are synced together, one that went astray looks
    /// like one that was not synced.
    void misdirect() { faults_.misdirected = 0.01; }

    /// Writes and loses power; false if a reader refuses what is left.
    [[nodiscard]] bool live(std::uint64_t steps) {
        if (!log_.maker->remove_blank()) begin(place_);
        for (std::uint64_t i = 0; i < steps; ++i) step();
        log_.disk.set_faults({.lost_min = faults_.lost_min});
        log_.disk.lose_power();
        log_.boot();
        return check();
    }

    void damage() {
        const auto files = log_.disk.files();
        const std::string& file = files[below(files.size())];
        const std::uint64_t bytes = log_.disk.content(file).size();
        if (bytes == 0) return;
        if (below(4) == 0)
            log_.disk.truncate(file, below(bytes));
        else
            log_.disk.flip_bit(file, below(bytes * 8));
    }

    [[nodiscard]] bool check() {
        LogReader reader = log_.reader();
        LogRead found = reader.seek_first();
        LogEntry entry;
        std::uint64_t count = 0;
        while (found == LogRead::ready && (found = reader.poll(entry)) == LogRead::ready) {
            const Report expected = report_of(entry.sequence);
            EXPECT_EQ(entry.sequence, ++count);
            EXPECT_EQ(std::memcmp(entry.payload.data(), &expected, sizeof(expected)), 0);
        }
        const bool refused = found != LogRead::end || reader.examine_end() == LogEnd::damaged;
        EXPECT_EQ(refused, !reader.problem().empty());
        EXPECT_TRUE(refused || count >= synced_) << count << " of " << synced_;
        problem = reader.problem();
        place_ = reader.place();
        return !refused;
    }

    std::string problem;

  private:
    [[nodiscard]] std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    [[nodiscard]] double chance(double most) {
        return below(2) == 0 ? 0 : most * static_cast<double>(below(1000)) / 1000;
    }

    void begin(const SegmentPlace& place) {
        log_.disk.set_faults(faults_);
        if (below(50) == 0) {
            DiskFaults full = faults_;
            full.bytes_max = 0;
            log_.disk.set_faults(full);
            is_begun_ = !log_.writer->begin(place); // unless its file is there already
            log_.disk.set_faults(faults_);
            if (is_begun_) return;
        }
        while (log_.writer->begin(place)) {
        }
        is_begun_ = true;
    }

    void step() {
        if (!is_begun_) begin(log_.writer->durable());
        std::error_code error;
        for (std::uint64_t i = below(40); i > 0 && !error; --i)
            error = log_.writer->append(payload_of(report_of(log_.writer->next_sequence())));
        const bool is_to_sync = faults_.misdirected > 0 || below(3) == 0;
        if (!error) error = is_to_sync ? log_.writer->sync() : log_.writer->flush();
        synced_ = std::max(synced_, log_.writer->durable().sequence_before);
        is_begun_ = !error;
    }

    using DiskFaults = pinion::test::DiskFaults;

    std::mt19937_64 random_;
    LogOnDisk log_;
    DiskFaults faults_;
    SegmentPlace place_;
    std::uint64_t synced_ = 0;
    bool is_begun_ = false;
};

} // namespace

TEST(LogFaults, losses_of_power_and_failing_disks_take_nothing_that_was_synced) {
    const std::uint64_t first = random_seed();
    for (std::uint64_t seed = first; seed < first + seeds(); ++seed) {
        FaultRun run(seed);
        for (int boot = 0; boot < 4; ++boot)
            ASSERT_TRUE(run.live(1 + seed % 60)) << "seed " << seed << ": " << run.problem;
        ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
    }
}

TEST(LogFaults, damage_is_refused_or_does_no_harm) {
    const std::uint64_t first = random_seed();
    std::uint64_t refused = 0;
    for (std::uint64_t seed = first; seed < first + seeds(); ++seed) {
        FaultRun run(seed);
        ASSERT_TRUE(run.live(1 + seed % 60)) << "seed " << seed << ": " << run.problem;
        run.damage();
        if (!run.check()) ++refused;
        ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
    }
    EXPECT_GT(refused, 0U);
}

TEST(LogFaults, misdirected_writes_are_refused_or_do_no_harm) {
    const std::uint64_t first = random_seed();
    std::uint64_t refused = 0;
    for (std::uint64_t seed = first; seed < first + seeds(); ++seed) {
        FaultRun run(seed);
        run.misdirect();
        for (int boot = 0; boot < 3; ++boot)
            if (!run.live(1 + seed % 60)) {
                ++refused;
                break;
            }
        ASSERT_FALSE(testing::Test::HasFailure()) << "seed " << seed;
    }
    EXPECT_GT(refused, 0U);
}

} // namespace pinion::shm::test
