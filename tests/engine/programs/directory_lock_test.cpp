#include "engine/programs/directory_lock.h"
#include "shm/storage/posix_storage.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>

namespace pinion::engine {
namespace {

/// Another process makes the file right after it was looked for in vain.
class RacingStorage final : public shm::Storage {
  public:
    explicit RacingStorage(shm::Storage& real) : real_(real) {}

    shm::Stored<std::unique_ptr<shm::StoredFile>> open(const std::string& name,
                                                       shm::FileAccess access) override {
        auto file = real_.open(name, access);
        if (file.error) other_.emplace(real_, "writer");
        return file;
    }

    shm::Stored<std::unique_ptr<shm::StoredFile>> create(const std::string& name) override {
        return real_.create(name);
    }

    shm::Stored<std::vector<std::string>> list() override { return real_.list(); }

    std::error_code rename(const std::string& from, const std::string& to) override {
        return real_.rename(from, to);
    }

    std::error_code remove(const std::string& name) override { return real_.remove(name); }

    std::error_code sync() override { return real_.sync(); }

    shm::Stored<std::unique_ptr<shm::Storage>> directory(const std::string& name) override {
        return real_.directory(name);
    }

    [[nodiscard]] std::string path(const std::string& name) const override {
        return real_.path(name);
    }

    void end_other() { other_.reset(); }

  private:
    shm::Storage& real_;
    std::optional<DirectoryLock> other_;
};

std::string refusal(shm::Storage& directory) {
    try {
        const DirectoryLock lock(directory, "writer");
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

} // namespace

TEST(DirectoryLock, keeps_a_second_writer_out_until_the_first_is_gone) {
    const test::TemporaryDirectory directory;
    shm::PosixStorage storage(directory.path().string());
    std::optional<DirectoryLock> first(std::in_place, storage, "writer");
    EXPECT_NE(refusal(storage).find("another writer writes there"), std::string::npos);
    first.reset();
    EXPECT_EQ(refusal(storage), "");
}

TEST(DirectoryLock, says_the_same_when_the_other_came_a_moment_earlier) {
    const test::TemporaryDirectory directory;
    shm::PosixStorage storage(directory.path().string());
    RacingStorage racing(storage);
    EXPECT_NE(refusal(racing).find("another writer writes there"), std::string::npos);
    racing.end_other();
    EXPECT_EQ(refusal(racing), "");
}

} // namespace pinion::engine
