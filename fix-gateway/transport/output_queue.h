#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace pinion::transport {

/// Bytes on their way to one peer, bounded. What the network is working on stays where it is while
/// more is queued behind it. Allocates only while it grows to its working size. Thread safety:
/// none.
class OutputQueue {
  public:
    explicit OutputQueue(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    [[nodiscard]] std::size_t size() const { return leaving_.size() - taken_ + waiting_.size(); }

    [[nodiscard]] bool empty() const { return size() == 0; }

    /// False, with nothing queued, when the bound would be passed.
    [[nodiscard]] bool append(std::span<const char> bytes) {
        if (bytes.size() > max_bytes_ - std::min(max_bytes_, size())) return false;
        waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
        return true;
    }

    /// The bytes to hand to the network next. They stay valid and in place until they are consumed.
    [[nodiscard]] std::span<const char> front() {
        if (taken_ == leaving_.size()) {
            leaving_.clear();
            taken_ = 0;
            std::swap(leaving_, waiting_);
        }
        return std::span(leaving_).subspan(taken_);
    }

    /// The network took `count` bytes of `front`.
    void consume(std::size_t count) { taken_ += count; }

  private:
    std::size_t max_bytes_;
    std::vector<char> waiting_;
    std::vector<char> leaving_;
    std::size_t taken_ = 0;
};

} // namespace pinion::transport
