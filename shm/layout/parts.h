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

/// Reads a plain field of shared memory exactly once: what was checked is what is used, even if
/// another process changes it meanwhile.
template <class Number>
[[nodiscard]] Number read_once(const Number& field) {
    return __atomic_load_n(&field, __ATOMIC_RELAXED);
}

} // namespace pinion::shm
