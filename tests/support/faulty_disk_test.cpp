/// A disk for tests must itself be tested: it keeps what was synced, and loses the rest.
#include "tests/support/faulty_disk.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pinion::test {

namespace {

std::vector<std::byte> filled(std::size_t count, int value) {
    return std::vector<std::byte>(count, static_cast<std::byte>(value));
}

void write(shm::StoredFile& file, std::uint64_t offset, const std::vector<std::byte>& bytes) {
    ASSERT_FALSE(file.write_at(offset, bytes));
}

/// A synced file of 64 KiB of ones in a synced directory.
std::unique_ptr<shm::StoredFile> synced_file(shm::Storage& storage) {
    auto file = storage.create("file").value;
    write(*file, 0, filled(65536, 1));
    EXPECT_FALSE(file->sync());
    EXPECT_FALSE(storage.sync());
    return file;
}

} // namespace

TEST(FaultyDisk, keeps_what_was_synced_with_its_directory) {
    FaultyDisk disk(1);
    static_cast<void>(synced_file(*disk.storage()));
    disk.lose_power();
    EXPECT_EQ(disk.content("file"), filled(65536, 1));
}

TEST(FaultyDisk, may_lose_a_name_that_was_not_synced) {
    int kept = 0;
    for (std::uint64_t seed = 0; seed < 64; ++seed) {
        FaultyDisk disk(seed);
        const auto file = disk.storage()->create("file").value;
        EXPECT_FALSE(file->sync());
        disk.lose_power();
        kept += static_cast<int>(disk.files().size());
    }
    EXPECT_GT(kept, 0);
    EXPECT_LT(kept, 64);
}

TEST(FaultyDisk, loses_four_fifths_or_more_of_what_was_not_synced_in_sectors_or_blocks) {
    bool whole_blocks_only = false;
    bool sectors = false;
    for (std::uint64_t seed = 0; seed < 64; ++seed) {
        FaultyDisk disk(seed);
        const auto file = synced_file(*disk.storage());
        write(*file, 0, filled(65536, 2));
        EXPECT_EQ(disk.content("file"), filled(65536, 2)) << "the cache has it";
        disk.lose_power();
        const auto content = disk.content("file");
        const auto kept = std::count(content.begin(), content.end(), std::byte{2});
        EXPECT_EQ(kept % 512, 0);
        EXPECT_LT(kept, 65536 / 2);
        (kept % 4096 == 0 ? whole_blocks_only : sectors) = true;
    }
    EXPECT_TRUE(whole_blocks_only);
    EXPECT_TRUE(sectors);
}

TEST(FaultyDisk, a_failed_sync_drops_what_no_later_sync_brings_back) {
    FaultyDisk disk(7);
    const auto file = synced_file(*disk.storage());
    write(*file, 0, filled(65536, 2));
    disk.set_faults({.sync_error = 1});
    EXPECT_EQ(file->sync(), std::errc::io_error);
    disk.set_faults({});
    EXPECT_FALSE(file->sync());
    disk.lose_power();
    const auto content = disk.content("file");
    EXPECT_GT(std::count(content.begin(), content.end(), std::byte{1}), 0);
}

TEST(FaultyDisk, is_full_at_its_limit) {
    FaultyDisk disk(8);
    disk.set_faults({.bytes_max = 8192});
    const auto storage = disk.storage();
    const auto file = storage->create("file").value;
    EXPECT_FALSE(file->preallocate(8192));
    EXPECT_EQ(file->write_at(8192, filled(1, 1)), std::errc::no_space_on_device);
    EXPECT_EQ(storage->create("other").error, std::errc::no_space_on_device);
    EXPECT_FALSE(file->write_at(0, filled(8192, 1)));
    EXPECT_FALSE(storage->remove("file"));
    EXPECT_FALSE(storage->create("other").error);
}

TEST(FaultyDisk, writes_to_a_wrong_place_when_it_is_to) {
    FaultyDisk disk(9);
    const auto file = synced_file(*disk.storage());
    disk.set_faults({.misdirected = 1});
    for (std::uint64_t offset = 0; offset < 65536; offset += 4096)
        write(*file, offset, filled(4096, 2));
    EXPECT_FALSE(file->sync());
    disk.lose_power();
    EXPECT_NE(disk.content("file"), filled(65536, 2));
}

TEST(FaultyDisk, fails_writes_flips_bits_and_cuts_files) {
    FaultyDisk disk(10);
    const auto file = synced_file(*disk.storage());
    disk.set_faults({.write_error = 1});
    EXPECT_EQ(file->write_at(0, filled(512, 2)), std::errc::io_error);
    disk.flip_bit("file", 8 * 1024 + 1);
    EXPECT_EQ(disk.content("file")[1024], std::byte{3});
    disk.truncate("file", 100);
    EXPECT_EQ(disk.content("file").size(), 100U);
}

TEST(FaultyDisk, files_of_before_the_loss_write_into_nothing) {
    FaultyDisk disk(11);
    const auto file = synced_file(*disk.storage());
    disk.lose_power();
    write(*file, 0, filled(65536, 2));
    EXPECT_FALSE(file->sync());
    EXPECT_EQ(disk.content("file"), filled(65536, 1));
}

TEST(FaultyDisk, directories_are_apart_and_stay) {
    FaultyDisk disk(12);
    const auto below = disk.storage()->directory("below").value;
    static_cast<void>(synced_file(*below));
    disk.lose_power();
    EXPECT_EQ(disk.files(), std::vector<std::string>{"below/file"});
    EXPECT_EQ(below->path("file"), "below/file");
}

} // namespace pinion::test
