#pragma once

#include "shm/record_log/segment_maker.h"
#include "shm/sys/agent.h"

#include <atomic>
#include <cstdint>
#include <memory>
#include <system_error>

namespace pinion::engine {

/// Makes the next segment of a log ahead, on a thread other than the log's writer: filling a file
/// with zeros takes longer than anybody may wait.
///
/// Thread safety: `make_ahead` is the maker's; all else is the writer's.
class SegmentSupply {
  public:
    enum class Status { making, ready, failed };

    explicit SegmentSupply(shm::SegmentMaker& maker) : maker_(maker) {}

    /// Asks for the file of segment `number`; again after a failure.
    void request(std::uint64_t number);

    /// Of the last request.
    [[nodiscard]] Status status() const { return status_.load(std::memory_order_acquire); }

    /// Of the last failure.
    [[nodiscard]] std::error_code error() const { return error_; }

    /// Begins the segment that is ready.
    [[nodiscard]] shm::Stored<std::unique_ptr<shm::StoredFile>>
    begin(const shm::SegmentPlace& place, shm::LogSegmentHeader& header) {
        return maker_.begin(place, header);
    }

    /// How messages call a segment.
    [[nodiscard]] std::string path(std::uint64_t number) const {
        return maker_.storage().path(shm::segment_file_name(number));
    }

    /// Does what was asked for; returns the amount of work done.
    std::uint64_t make_ahead();

  private:
    shm::SegmentMaker& maker_;
    std::uint64_t number_ = 0;
    std::error_code error_;
    std::atomic<Status> status_{Status::ready}; ///< hands the two above over
};

/// The thread behind the supplies of all of an engine's logs. They must outlive it.
class SegmentSupplier final : public shm::Agent {
  public:
    explicit SegmentSupplier(std::vector<SegmentSupply*> supplies)
        : supplies_(std::move(supplies)) {}

    std::uint64_t do_work() override {
        std::uint64_t count = 0;
        for (SegmentSupply* supply : supplies_) count += supply->make_ahead();
        return count;
    }

  private:
    std::vector<SegmentSupply*> supplies_;
};

} // namespace pinion::engine
