#include "engine/journal/commit_path.h"

#include <liburing.h>

#include <fcntl.h>

#include <cerrno>

namespace pinion::engine {

namespace {

/// The write is the ring's; the sync is this thread's own. Linked behind the write it would be done
/// by a worker of the kernel: 10 us later, and milliseconds later if that shares a core with this
/// thread (README.md).
class DirectCommitPath final : public CommitPath {
  public:
    explicit DirectCommitPath(shm::StoredFile& file) : file_(file) {}

    DirectCommitPath(const DirectCommitPath&) = delete;
    DirectCommitPath& operator=(const DirectCommitPath&) = delete;

    ~DirectCommitPath() override {
        if (is_open_ && is_writing_) static_cast<void>(::io_uring_submit_and_wait(&ring_, 1));
        if (is_open_) ::io_uring_queue_exit(&ring_);
    }

    /// "" or why there is none.
    [[nodiscard]] std::string open() {
        if (file_.descriptor() < 0) return "the storage has no files of the kernel";
        if (const int result = ::io_uring_queue_init(2, &ring_, 0); result < 0)
            return "io_uring: " + std::generic_category().message(-result);
        is_open_ = true;
        const int flags = ::fcntl(file_.descriptor(), F_GETFL);
        if (::fcntl(file_.descriptor(), F_SETFL, flags | O_DIRECT) != 0)
            return "O_DIRECT: " + std::generic_category().message(errno);
        return "";
    }

    void begin_write(std::uint64_t offset, std::span<const std::byte> blocks) override {
        bytes_ = blocks.size();
        submit_error_ = {};
        ::io_uring_sqe* entry = ::io_uring_get_sqe(&ring_);
        ::io_uring_prep_write(entry, file_.descriptor(), blocks.data(),
                              static_cast<unsigned>(blocks.size()), offset);
        const int count = ::io_uring_submit(&ring_);
        if (count < 0) submit_error_ = {-count, std::generic_category()};
        is_writing_ = count >= 0;
    }

    [[nodiscard]] std::optional<Result> poll(bool sync) override {
        if (submit_error_) return Result{submit_error_, {}};
        ::io_uring_cqe* completion = nullptr;
        if (::io_uring_peek_cqe(&ring_, &completion) != 0) return std::nullopt;
        const int written = completion->res;
        ::io_uring_cqe_seen(&ring_, completion);
        is_writing_ = false;
        if (written < 0) return Result{{-written, std::generic_category()}, {}};
        if (static_cast<std::size_t>(written) != bytes_)
            return Result{std::make_error_code(std::errc::io_error), {}};
        if (!sync) return Result{};
        return Result{{}, file_.sync()};
    }

  private:
    shm::StoredFile& file_;
    ::io_uring ring_{};
    std::size_t bytes_ = 0;
    std::error_code submit_error_;
    bool is_open_ = false;
    bool is_writing_ = false;
};

} // namespace

std::unique_ptr<CommitPath> make_direct_commit_path(shm::StoredFile& file, std::string& why) {
    auto path = std::make_unique<DirectCommitPath>(file);
    why = path->open();
    if (why.empty()) return path;
    return std::make_unique<PlainCommitPath>(file);
}

} // namespace pinion::engine
