// Nothing is allocated in apply: this program counts every call of operator new.
#include "engine/event_listener.h"
#include "engine/matching_engine.h"
#include "tests/engine/support/random_commands.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <new>
#include <vector>

namespace {

std::uint64_t allocations = 0;

void* counted(std::size_t bytes) {
    ++allocations;
    if (void* memory = std::malloc(bytes)) return memory;
    throw std::bad_alloc();
}

void* counted(std::size_t bytes, std::align_val_t alignment) {
    ++allocations;
    const auto align = static_cast<std::size_t>(alignment);
    if (void* memory = std::aligned_alloc(align, (bytes + align - 1) / align * align))
        return memory;
    throw std::bad_alloc();
}

} // namespace

void* operator new(std::size_t bytes) { return counted(bytes); }

void* operator new[](std::size_t bytes) { return counted(bytes); }

void* operator new(std::size_t bytes, std::align_val_t alignment) {
    return counted(bytes, alignment);
}

void* operator new[](std::size_t bytes, std::align_val_t alignment) {
    return counted(bytes, alignment);
}

void operator delete(void* memory) noexcept { std::free(memory); }

void operator delete[](void* memory) noexcept { std::free(memory); }

void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }

void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }

void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }

namespace pinion::engine {
namespace {

class Counter : public EventListener {
  public:
    void on_report(const shm::Report&) override { ++events; }

    void on_feed_event(const shm::FeedEvent&) override { ++events; }

    std::uint64_t events = 0;
};

TEST(NoAllocation, the_counter_counts) {
    const auto before = allocations;
    const std::vector<int> some(100);
    EXPECT_EQ(allocations, before + 1);
}

TEST(NoAllocation, apply_allocates_nothing_whatever_the_commands_are) {
    const auto seed = random_seed();
    Counter counter;
    for (std::uint64_t day = 0; day < 10; ++day) {
        RandomCommands source(seed + day);
        std::vector<shm::SequencedCommand> commands;
        for (int i = 0; i < 2'000; ++i) commands.push_back(source.next());
        MatchingEngine engine(source.options());
        const auto before = allocations;
        for (const auto& command : commands) engine.apply(command, counter);
        EXPECT_EQ(allocations, before) << "PINION_SEED=" << seed + day;
    }
    EXPECT_GT(counter.events, 0U);
}

} // namespace
} // namespace pinion::engine
