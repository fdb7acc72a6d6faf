#pragma once

#include "shm/storage/storage.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <system_error>

namespace pinion::engine {

/// How blocks come to a segment's file: one write at a time, so that there is never a doubt what a
/// sync covers.
///
/// Thread safety: none; one thread. Errors: values; after one the path is not used again.
class CommitPath {
  public:
    struct Result {
        std::error_code write_error;
        std::error_code sync_error;
    };

    CommitPath() = default;
    CommitPath(const CommitPath&) = delete;
    CommitPath& operator=(const CommitPath&) = delete;
    virtual ~CommitPath() = default; ///< waits for a write that was begun

    /// Begins to write whole blocks, which must stay as they are until `poll` gives the result.
    virtual void begin_write(std::uint64_t offset, std::span<const std::byte> blocks) = 0;

    /// The result of the write that was begun, once: when it is written, and synced if that is
    /// asked for.
    [[nodiscard]] virtual std::optional<Result> poll(bool sync) = 0;
};

/// Writes as the storage does. Whoever begins a write waits for it.
class PlainCommitPath final : public CommitPath {
  public:
    /// The file must outlive the path.
    explicit PlainCommitPath(shm::StoredFile& file) : file_(file) {}

    void begin_write(std::uint64_t offset, std::span<const std::byte> blocks) override {
        write_error_ = file_.write_at(offset, blocks);
    }

    [[nodiscard]] std::optional<Result> poll(bool sync) override {
        if (write_error_ || !sync) return Result{write_error_, {}};
        return Result{{}, file_.sync()};
    }

  private:
    shm::StoredFile& file_;
    std::error_code write_error_;
};

/// A path past the page cache that lets its caller work while the disk writes (io_uring, O_DIRECT),
/// or the plain one and `why` there is no other.
[[nodiscard]] std::unique_ptr<CommitPath> make_direct_commit_path(shm::StoredFile& file,
                                                                  std::string& why);

} // namespace pinion::engine
