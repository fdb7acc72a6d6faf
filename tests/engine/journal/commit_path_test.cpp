#include "engine/journal/commit_path.h"
#include "shm/record_log/segment_header.h"
#include "shm/storage/posix_file.h"
#include "shm/storage/posix_storage.h"
#include "tests/support/refused_system_calls.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstring>
#include <thread>

// How blocks come to a file of this host: past the page cache where that can be had, and what a
// kernel or a disk that refuses is told as.

namespace pinion::engine {
namespace {

constexpr std::size_t block_bytes = shm::log_block_bytes;

struct alignas(block_bytes) Blocks {
    std::array<std::byte, 2 * block_bytes> bytes;
};

class CommitPathTest : public testing::Test {
  protected:
    CommitPathTest() { blocks_.bytes.fill(std::byte{0x5a}); }

    [[nodiscard]] std::unique_ptr<shm::StoredFile> file(shm::FileAccess access) {
        auto file = storage_.open("log", access);
        EXPECT_FALSE(file.error) << file.error.message();
        return std::move(file.value);
    }

    /// Null where the host has no path past the page cache, and `why_`.
    [[nodiscard]] std::unique_ptr<CommitPath> direct_path(shm::StoredFile& file) {
        auto path = make_direct_commit_path(file, why_);
        if (!why_.empty()) path.reset();
        return path;
    }

    [[nodiscard]] static CommitPath::Result result_of(CommitPath& path, bool sync) {
        while (true) {
            if (const auto result = path.poll(sync)) return *result;
            std::this_thread::yield();
        }
    }

    void write(CommitPath& path) { path.begin_write(block_bytes, blocks_.bytes); }

    void expect_written() {
        std::array<std::byte, 3 * block_bytes> found{};
        const auto read = file_->read_at(0, found);
        EXPECT_EQ(read.value, found.size());
        EXPECT_EQ(found.front(), std::byte{0});
        EXPECT_TRUE(
            std::equal(blocks_.bytes.begin(), blocks_.bytes.end(), found.begin() + block_bytes));
    }

    pinion::test::TemporaryDirectory directory_;
    shm::PosixStorage storage_{directory_.path().string()};
    std::unique_ptr<shm::StoredFile> file_ = storage_.create("log").value;
    Blocks blocks_{};
    std::string why_;
};

/// Files may not grow beyond `bytes` meanwhile.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(std::uint64_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const ::rlimit limit{bytes, before_.rlim_max};
        EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    }

    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

  private:
    ::rlimit before_{};
    void (*handler_)(int);
};

TEST_F(CommitPathTest, blocks_go_past_the_page_cache_where_the_host_lets_them) {
    const auto path = direct_path(*file_);
    if (!path) GTEST_SKIP() << why_;
    EXPECT_NE(::fcntl(file_->descriptor(), F_GETFL) & O_DIRECT, 0);
    write(*path);
    const auto result = result_of(*path, true);
    EXPECT_FALSE(result.write_error) << result.write_error.message();
    EXPECT_FALSE(result.sync_error) << result.sync_error.message();
    EXPECT_FALSE(path->poll(true)) << "a result is given once";
    file_ = file(shm::FileAccess::read_only);
    expect_written();
}

TEST_F(CommitPathTest, without_a_sync_the_result_is_that_of_the_write) {
    const auto path = direct_path(*file_);
    if (!path) GTEST_SKIP() << why_;
    pinion::test::with_refused_system_calls({SYS_fdatasync, SYS_fsync}, EIO, [&] {
        write(*path);
        const auto result = result_of(*path, false);
        EXPECT_FALSE(result.write_error) << result.write_error.message();
        EXPECT_FALSE(result.sync_error) << result.sync_error.message();
    });
}

TEST_F(CommitPathTest, a_path_that_goes_waits_for_the_write_that_was_begun) {
    {
        const auto path = direct_path(*file_);
        if (!path) GTEST_SKIP() << why_;
        write(*path);
    }
    file_ = file(shm::FileAccess::read_only);
    expect_written();
}

TEST_F(CommitPathTest, a_sync_that_fails_is_told_apart_from_the_write) {
    const auto path = direct_path(*file_);
    if (!path) GTEST_SKIP() << why_;
    pinion::test::with_refused_system_calls({SYS_fdatasync, SYS_fsync}, EIO, [&] {
        write(*path);
        const auto result = result_of(*path, true);
        EXPECT_FALSE(result.write_error) << result.write_error.message();
        EXPECT_EQ(result.sync_error, std::errc::io_error);
    });
}

TEST_F(CommitPathTest, a_write_that_the_kernel_refuses_is_an_error) {
    file_ = file(shm::FileAccess::read_only);
    const auto path = direct_path(*file_);
    if (!path) GTEST_SKIP() << why_;
    write(*path);
    EXPECT_EQ(result_of(*path, true).write_error, std::errc::bad_file_descriptor);
}

/// As on a disk that has room for the first of two blocks.
TEST_F(CommitPathTest, a_write_that_is_cut_short_is_an_error) {
    const auto path = direct_path(*file_);
    if (!path) GTEST_SKIP() << why_;
    const FileSizeLimit limit(2 * block_bytes);
    write(*path);
    EXPECT_EQ(result_of(*path, true).write_error, std::errc::io_error);
}

TEST_F(CommitPathTest, a_write_that_cannot_be_handed_over_is_an_error) {
    pinion::test::with_refused_system_calls({SYS_io_uring_enter}, EBUSY, [&] {
        const auto path = direct_path(*file_);
        if (!path) GTEST_SKIP() << why_;
        write(*path);
        EXPECT_EQ(result_of(*path, true).write_error, std::errc::device_or_resource_busy);
    });
}

TEST_F(CommitPathTest, where_io_uring_is_forbidden_blocks_go_through_the_page_cache) {
    pinion::test::with_refused_system_calls({SYS_io_uring_setup}, EPERM, [&] {
        const auto path = make_direct_commit_path(*file_, why_);
        EXPECT_EQ(why_, "io_uring: Operation not permitted");
        write(*path);
        const auto result = result_of(*path, true);
        EXPECT_FALSE(result.write_error) << result.write_error.message();
        EXPECT_FALSE(result.sync_error) << result.sync_error.message();
    });
    expect_written();
}

/// As on a file system that has none.
TEST_F(CommitPathTest, where_o_direct_is_refused_blocks_go_through_the_page_cache) {
    shm::PosixFile null(::open("/dev/null", O_RDWR | O_CLOEXEC));
    const auto path = make_direct_commit_path(null, why_);
    if (why_.starts_with("io_uring")) GTEST_SKIP() << why_;
    EXPECT_EQ(why_, "O_DIRECT: Invalid argument");
    write(*path);
    EXPECT_FALSE(result_of(*path, false).write_error);
}

TEST_F(CommitPathTest, the_plain_path_tells_what_the_disk_refuses) {
    file_ = file(shm::FileAccess::read_only);
    PlainCommitPath path(*file_);
    write(path);
    EXPECT_EQ(result_of(path, true).write_error, std::errc::bad_file_descriptor);
    file_ = file(shm::FileAccess::read_write);
    pinion::test::with_refused_system_calls({SYS_fdatasync, SYS_fsync}, EIO, [&] {
        PlainCommitPath writable(*file_);
        write(writable);
        const auto result = result_of(writable, true);
        EXPECT_FALSE(result.write_error) << result.write_error.message();
        EXPECT_EQ(result.sync_error, std::errc::io_error);
    });
}

} // namespace
} // namespace pinion::engine
