// A journal that is whole is said to be so, and what it covers; any flipped bit is found.
// PINION_SEED replays a run.
#include "engine/audit/verify.h"
#include "engine/recovery/recovery_error.h"
#include "tests/engine/recovery/past_engine.h"

#include <gtest/gtest.h>

#include <array>

namespace pinion::engine {
namespace {

class Auditing : public testing::Test {
  protected:
    Auditing() : past_(seed_) {
        past_.start();
        past_.run(500);
        past_.sync();
    }

    [[nodiscard]] JournalCoverage verify() const {
        return verify_journal(*past_.journal, past_.options.engine_id, past_.instance, [](auto) {});
    }

    void flip(std::uint64_t offset) const {
        auto file = past_.journal->open(shm::segment_file_name(1), shm::FileAccess::read_write);
        ASSERT_FALSE(file.error);
        std::array<std::byte, 1> byte{};
        ASSERT_EQ(file.value->read_at(offset, byte).value, 1U);
        byte[0] ^= std::byte{16};
        ASSERT_FALSE(file.value->write_at(offset, byte));
    }

    std::uint64_t seed_ = random_seed();
    PastEngine past_;
};

TEST_F(Auditing, says_what_a_journal_covers) {
    const auto found = verify();
    EXPECT_EQ(found.first_sequence, 1U);
    EXPECT_EQ(found.last_sequence, 500U);
    EXPECT_EQ(found.last_time_ns, past_.point.time_ns);
    EXPECT_LT(found.first_time_ns, found.last_time_ns);
    EXPECT_EQ(found.chain_before, shm::chain_start);
    EXPECT_EQ(found.chain, past_.writer->durable().chain_before);
    EXPECT_GT(found.segments, 1U);
    EXPECT_EQ(found.end, shm::LogEnd::clean);
}

TEST_F(Auditing, names_file_and_sequence_of_a_flipped_bit) {
    flip(shm::log_block_bytes +
         3 * shm::RecordFrame::bytes(shm::payload_bytes_of(shm::LogKind::journal)) + 40);
    try {
        static_cast<void>(verify());
        FAIL() << "PINION_SEED=" << seed_;
    } catch (const RecoveryError& error) {
        const std::string why = error.what();
        EXPECT_NE(why.find(shm::segment_file_name(1)), std::string::npos) << why;
        EXPECT_NE(why.find("record 4"), std::string::npos) << why;
    }
}

TEST_F(Auditing, refuses_a_journal_that_is_not_there) {
    PastEngine nothing(seed_);
    EXPECT_THROW(static_cast<void>(verify_journal(*nothing.journal, nothing.options.engine_id,
                                                  nothing.instance, [](auto) {})),
                 RecoveryError);
}

} // namespace
} // namespace pinion::engine
