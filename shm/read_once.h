#pragma once

namespace pinion::shm {

/// Reads a plain field of shared memory exactly once: what was checked is what is used, even if
/// another process changes the field meanwhile.
template <class Number>
[[nodiscard]] Number read_once(const Number& field) {
    return __atomic_load_n(&field, __ATOMIC_RELAXED);
}

} // namespace pinion::shm
