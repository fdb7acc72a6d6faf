#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <new>

namespace pinion::engine {

/// For tables that are read at random: asks the kernel to map large ones with pages of 2 MiB. With
/// 4 KiB pages nearly every access to the day's ids would also miss the page tables, and a
/// prefetch waits for them. If the kernel has none to give, the pages are small and nothing else
/// changes.
template <typename T>
struct HugePageAllocator {
    using value_type = T;

    static constexpr std::size_t page_bytes = std::size_t{1} << 21;

    HugePageAllocator() = default;

    template <typename U>
    explicit(false) HugePageAllocator(const HugePageAllocator<U>&) {}

    [[nodiscard]] T* allocate(std::size_t count) {
        const auto bytes = count * sizeof(T);
        void* memory = ::operator new(bytes, alignment(bytes));
        if (bytes >= page_bytes) ::madvise(memory, bytes / page_bytes * page_bytes, MADV_HUGEPAGE);
        return static_cast<T*>(memory);
    }

    void deallocate(T* memory, std::size_t count) {
        ::operator delete(memory, alignment(count * sizeof(T)));
    }

    friend bool operator==(const HugePageAllocator&, const HugePageAllocator&) { return true; }

  private:
    [[nodiscard]] static std::align_val_t alignment(std::size_t bytes) {
        return std::align_val_t{bytes >= page_bytes ? page_bytes : alignof(T)};
    }
};

} // namespace pinion::engine
