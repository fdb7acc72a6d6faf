#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace pinion::shm {

/// Adds up the parts of a payload without overflow. The counts may come from another process's
/// memory, so a product is only formed once it is known to fit.
class Parts {
  public:
    explicit Parts(std::span<const std::byte> payload) : left_(payload.size()) {}

    /// Sets room for `count` parts of `bytes_each` aside.
    Parts& take(std::uint64_t count, std::size_t bytes_each) {
        if (!fit_ || count > left_ / bytes_each)
            fit_ = false;
        else
            left_ -= static_cast<std::size_t>(count) * bytes_each;
        return *this;
    }

    [[nodiscard]] bool fit() const { return fit_; }

  private:
    std::size_t left_;
    bool fit_ = true;
};

} // namespace pinion::shm
