/// The real storage, on the directory for temporary files.
#include "shm/storage/posix_storage.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

namespace pinion::shm {

namespace {

std::vector<std::byte> bytes_of(std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    return {bytes.begin(), bytes.end()};
}

::mode_t mode_of(const std::string& path) {
    struct ::stat status {};

    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 0777;
}

class PosixStorageTest : public testing::Test {
  protected:
    pinion::test::TemporaryDirectory temporary_;
    std::string path_ = (temporary_.path() / "a" / "b").string();
    PosixStorage storage_{path_};
};

} // namespace

TEST_F(PosixStorageTest, what_was_written_is_read_again) {
    const auto file = storage_.create("file").value;
    ASSERT_TRUE(file);
    EXPECT_FALSE(file->write_at(5, bytes_of("hello")));
    EXPECT_FALSE(file->sync());
    std::vector<std::byte> read(100);
    const auto result = storage_.open("file", FileAccess::read_only).value->read_at(5, read);
    EXPECT_FALSE(result.error);
    ASSERT_EQ(result.value, 5U);
    read.resize(5);
    EXPECT_EQ(read, bytes_of("hello"));
    EXPECT_EQ(file->size().value, 10U);
}

TEST_F(PosixStorageTest, only_its_user_may_read_it) {
    ASSERT_FALSE(storage_.create("file").error);
    EXPECT_EQ(mode_of(storage_.path("file")), 0600U);
    EXPECT_EQ(mode_of(storage_.path("")), 0700U);
    EXPECT_EQ(mode_of(temporary_.path() / "a"), 0700U);
}

TEST_F(PosixStorageTest, preallocates_zeros_behind_what_is_there) {
    const auto file = storage_.create("file").value;
    EXPECT_FALSE(file->write_at(0, bytes_of("x")));
    constexpr std::size_t bytes = (1 << 20) + 4096;
    EXPECT_FALSE(file->preallocate(bytes));
    std::vector<std::byte> read(bytes + 1);
    EXPECT_EQ(file->read_at(0, read).value, bytes);
    EXPECT_EQ(read[0], std::byte{'x'});
    EXPECT_TRUE(std::all_of(read.begin() + 1, read.end(), [](auto b) { return b == std::byte{}; }));
}

/// Zeros of whole blocks are written past the page cache; what comes then need not be whole blocks.
TEST_F(PosixStorageTest, a_preallocated_file_takes_any_bytes) {
    const auto file = storage_.create("file").value;
    constexpr std::size_t bytes = (1 << 20) + 4096;
    ASSERT_FALSE(file->preallocate(bytes));
    EXPECT_EQ(file->size().value, bytes);
    EXPECT_FALSE(file->write_at(5, bytes_of("x")));
    std::vector<std::byte> expected(bytes);
    expected[5] = std::byte{'x'};
    std::vector<std::byte> read(bytes);
    EXPECT_EQ(file->read_at(0, read).value, bytes);
    EXPECT_EQ(read, expected);
}

TEST_F(PosixStorageTest, names_are_listed_renamed_and_removed) {
    for (const char* name : {"c", "a", "b"}) ASSERT_FALSE(storage_.create(name).error);
    ASSERT_FALSE(storage_.directory("below").error);
    EXPECT_FALSE(storage_.rename("a", "d"));
    EXPECT_FALSE(storage_.remove("b"));
    EXPECT_FALSE(storage_.sync());
    EXPECT_EQ(storage_.list().value, (std::vector<std::string>{"c", "d"}));
}

TEST_F(PosixStorageTest, says_what_is_wrong) {
    EXPECT_EQ(storage_.open("none", FileAccess::read_write).error,
              std::errc::no_such_file_or_directory);
    EXPECT_EQ(storage_.remove("none"), std::errc::no_such_file_or_directory);
    ASSERT_FALSE(storage_.create("file").error);
    EXPECT_EQ(storage_.create("file").error, std::errc::file_exists);
    EXPECT_EQ(storage_.directory("file").error, std::errc::not_a_directory);
    const auto file = storage_.open("file", FileAccess::read_only).value;
    EXPECT_TRUE(file->write_at(0, bytes_of("x")));
}

TEST_F(PosixStorageTest, who_only_reads_makes_no_directory) {
    const auto missing = (temporary_.path() / "missing").string();
    EXPECT_THROW(PosixStorage(missing, MissingDirectory::refuse), std::system_error);
    EXPECT_FALSE(std::filesystem::exists(missing));
    EXPECT_NO_THROW(PosixStorage(path_, MissingDirectory::refuse));
}

TEST_F(PosixStorageTest, a_directory_that_cannot_be_had_is_refused_by_its_path) {
    try {
        const PosixStorage storage("/proc/none/such");
        FAIL();
    } catch (const std::system_error& error) {
        EXPECT_NE(std::string(error.what()).find("/proc/none/such"), std::string::npos);
    }
}

} // namespace pinion::shm
