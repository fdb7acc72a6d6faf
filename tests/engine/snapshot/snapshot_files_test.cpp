// A snapshot that has its name is whole, whatever the disk did; one that is not is refused in
// words. PINION_SEED replays a run.
#include "engine/snapshot/snapshot_error.h"
#include "engine/snapshot/snapshot_files.h"
#include "engine/snapshot/snapshot_header.h"
#include "shm/record_log/crc32c.h"
#include "tests/engine/support/event_bytes.h"
#include "tests/engine/support/random_commands.h"
#include "tests/support/faulty_disk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace pinion::engine {
namespace {

/// An engine that goes on, and a disk for its snapshots.
class Snapshots : public testing::Test {
  protected:
    Snapshots() : source_(seed_), disk_(seed_), engine_(source_.options()) { open(); }

    void open() {
        storage_ = disk_.storage();
        files_ = std::make_unique<SnapshotFiles>(*storage_, engine_id, "venue");
    }

    /// Applies some commands and saves; what the engine then is can be looked up.
    std::error_code save() {
        EventBytes events;
        for (int i = 0; i < 50; ++i) {
            const auto command = source_.next();
            engine_.apply(command, events);
            sequence_ = command.sequence;
        }
        hashes_[sequence_] = engine_.state_hash();
        return files_->write(
            engine_, {.sequence = sequence_, .time_ns = 7, .feed_sequence = 8, .journal_chain = 9});
    }

    SnapshotInfo load(std::uint64_t sequence) {
        MatchingEngine loaded(source_.options());
        const auto info = files_->load(sequence, loaded);
        EXPECT_EQ(loaded.state_hash(), hashes_[sequence]);
        return info;
    }

    std::string refusal(std::uint64_t sequence) {
        try {
            load(sequence);
        } catch (const SnapshotError& error) {
            return error.what();
        }
        return {};
    }

    /// Somebody writes another header, with a right sum.
    void forge(std::uint64_t sequence, const std::function<void(SnapshotHeader&)>& change) {
        auto file = storage_->open(snapshot_file_name(sequence), shm::FileAccess::read_write);
        SnapshotHeader header{};
        ASSERT_EQ(file.value->read_at(0, std::as_writable_bytes(std::span(&header, 1))).value,
                  sizeof(header));
        change(header);
        header.crc = 0;
        header.crc = shm::crc32c(std::as_bytes(std::span(&header, 1)));
        ASSERT_FALSE(file.value->write_at(0, std::as_bytes(std::span(&header, 1))));
    }

    static constexpr std::uint16_t engine_id = 1;

    std::uint64_t seed_ = random_seed();
    RandomCommands source_;
    test::FaultyDisk disk_;
    std::unique_ptr<shm::Storage> storage_;
    std::unique_ptr<SnapshotFiles> files_;
    MatchingEngine engine_;
    std::uint64_t sequence_ = 0;
    std::map<std::uint64_t, std::uint64_t> hashes_;
};

using Sequences = std::vector<std::uint64_t>;

TEST_F(Snapshots, tell_what_was_saved) {
    ASSERT_FALSE(save());
    const auto info = load(50);
    EXPECT_EQ(info.point.sequence, 50U);
    EXPECT_EQ(info.point.time_ns, 7);
    EXPECT_EQ(info.point.feed_sequence, 8U);
    EXPECT_EQ(info.point.journal_chain, 9U);
    EXPECT_EQ(info.state_hash, engine_.state_hash());
    EXPECT_EQ(info.options_fingerprint, engine_.fingerprint_of_options());
}

TEST_F(Snapshots, are_listed_newest_first_and_the_oldest_go) {
    for (int i = 0; i < 3; ++i) ASSERT_FALSE(save());
    EXPECT_EQ(files_->sequences().value, (Sequences{150, 100, 50}));
    EXPECT_EQ(files_->keep(2).value, (Sequences{150, 100}));
    EXPECT_EQ(files_->sequences().value, (Sequences{150, 100}));
    EXPECT_EQ(files_->keep(2).value, (Sequences{150, 100}));
    disk_.set_faults({.undeletable = ""});
    EXPECT_TRUE(files_->keep(1).error);
    EXPECT_EQ(files_->sequences().value, (Sequences{150, 100}));
}

TEST_F(Snapshots, survive_the_loss_of_power) {
    ASSERT_FALSE(save());
    ASSERT_FALSE(save());
    disk_.lose_power();
    open();
    EXPECT_EQ(files_->sequences().value, (Sequences{100, 50}));
    load(100);
    load(50);
}

TEST_F(Snapshots, of_a_disk_that_fails_are_whole_or_not_there) {
    int failures = 0;
    for (int i = 0; i < 60; ++i) {
        disk_.set_faults({.write_error = 0.1, .sync_error = 0.2});
        const auto sequence = sequence_ + 50;
        const bool failed = bool(save());
        failures += failed ? 1 : 0;
        disk_.set_faults({});
        if (i % 4 == 0) disk_.lose_power();
        open();
        const auto there = files_->sequences().value;
        EXPECT_TRUE(failed || there.front() == sequence) << "PINION_SEED=" << seed_;
        for (const auto each : there) ASSERT_EQ(refusal(each), "") << "PINION_SEED=" << seed_;
    }
    EXPECT_GT(failures, 0);
    EXPECT_LT(failures, 60);
}

TEST_F(Snapshots, take_no_notice_of_one_that_was_never_finished) {
    auto file = storage_->create(snapshot_file_name(50) + ".unfinished");
    ASSERT_FALSE(file.error);
    EXPECT_TRUE(files_->sequences().value.empty());
    ASSERT_FALSE(save());
    load(50);
    EXPECT_EQ(disk_.files().size(), 1U);
}

TEST_F(Snapshots, are_refused_with_any_bit_wrong) {
    ASSERT_FALSE(save());
    const auto name = snapshot_file_name(50);
    const auto bits = disk_.content(name).size() * 8;
    for (std::uint64_t bit = seed_ % 61; bit < bits; bit += bit < 144 * 8 ? 1 : 61) {
        disk_.flip_bit(name, bit);
        ASSERT_NE(refusal(50).find(name), std::string::npos) << "bit " << bit;
        disk_.flip_bit(name, bit);
    }
    EXPECT_EQ(refusal(50), "");
}

TEST_F(Snapshots, are_refused_if_they_are_cut_or_go_on) {
    ASSERT_FALSE(save());
    const auto name = snapshot_file_name(50);
    const auto size = disk_.content(name).size();
    auto file = storage_->open(name, shm::FileAccess::read_write);
    ASSERT_FALSE(file.value->write_at(size, std::vector<std::byte>(1)));
    EXPECT_NE(refusal(50).find("behind its end"), std::string::npos);
    for (const auto cut :
         {size - 1, size / 2, std::size_t{144}, std::size_t{143}, std::size_t{0}}) {
        disk_.truncate(name, cut);
        EXPECT_NE(refusal(50), "");
    }
}

TEST_F(Snapshots, of_others_are_refused_in_words) {
    ASSERT_FALSE(save());
    files_ = std::make_unique<SnapshotFiles>(*storage_, std::uint16_t{2}, "venue");
    EXPECT_NE(refusal(50).find("engine 1"), std::string::npos);
    files_ = std::make_unique<SnapshotFiles>(*storage_, engine_id, "other");
    EXPECT_NE(refusal(50).find("the venue venue"), std::string::npos);
    open();
    ASSERT_FALSE(storage_->rename(snapshot_file_name(50), snapshot_file_name(51)));
    EXPECT_NE(refusal(51).find("another sequence"), std::string::npos);
    EXPECT_NE(refusal(50), "");
}

TEST_F(Snapshots, that_promise_another_state_than_they_hold_are_refused) {
    ASSERT_FALSE(save());
    forge(50, [](auto& header) { ++header.info.state_hash; });
    EXPECT_NE(refusal(50).find("its hash differs"), std::string::npos) << refusal(50);
    forge(50, [](auto& header) { --header.info.state_hash, ++header.info.book_hash; });
    EXPECT_NE(refusal(50).find("its hash differs"), std::string::npos) << refusal(50);
}

TEST_F(Snapshots, of_a_venue_whose_name_does_not_end_are_refused) {
    ASSERT_FALSE(save());
    forge(50, [](auto& header) { std::fill_n(header.instance, sizeof(header.instance), 'x'); });
    EXPECT_TRUE(refusal(50).ends_with("it is of the venue " + std::string(64, 'x'))) << refusal(50);
}

TEST_F(Snapshots, need_room_on_the_disk) {
    disk_.set_faults({.bytes_max = 0});
    EXPECT_EQ(save(), std::errc::no_space_on_device);
    disk_.set_faults({});
    EXPECT_TRUE(disk_.files().empty());
    EXPECT_NE(refusal(50).find("No such file"), std::string::npos) << refusal(50);
    ASSERT_FALSE(save());
    load(100);
}

TEST_F(Snapshots, that_cannot_be_listed_stay) {
    for (int i = 0; i < 3; ++i) ASSERT_FALSE(save());
    disk_.set_faults({.unreadable = ""});
    EXPECT_EQ(files_->keep(1).error, std::errc::io_error);
    EXPECT_EQ(files_->sequences().error, std::errc::io_error);
    disk_.set_faults({});
    EXPECT_EQ(files_->sequences().value, (Sequences{150, 100, 50}));
}

TEST_F(Snapshots, are_told_from_other_files_by_their_names) {
    ASSERT_FALSE(save());
    for (const std::string digits :
         {"5", "0000000000000000005x", "x0000000000000000050", "99999999999999999999"})
        ASSERT_FALSE(storage_->create(digits + ".snapshot").error);
    ASSERT_FALSE(storage_->create(std::string(29, '5')).error);
    EXPECT_EQ(files_->sequences().value, (Sequences{50}));
}

TEST_F(Snapshots, of_another_format_are_refused_with_what_to_do) {
    ASSERT_FALSE(save());
    disk_.flip_bit(snapshot_file_name(50), 8 * 8 + 7);
    const auto format = "format " + std::to_string(SnapshotHeader::version_value ^ 128U);
    EXPECT_NE(refusal(50).find(format), std::string::npos);
    EXPECT_NE(refusal(50).find("start with the version that wrote it"), std::string::npos);
}

} // namespace
} // namespace pinion::engine
