// The engine's segment: its log and its checkpoint.
#include "shm/layout/engine_segment.h"
#include "tests/shm/ring_memory.h"

#include <gtest/gtest.h>

namespace pinion::shm {

namespace {

constexpr EngineLayout layout{8};

} // namespace

TEST(EngineSegment, its_log_is_found_behind_the_header) {
    const test::RingMemory memory(layout.bytes());
    EngineView::format(memory.span(), layout, 7);
    const EngineView view(memory.span());
    EXPECT_EQ(view.header().engine, 7U);
    EXPECT_EQ(view.header().state.load(), EngineState::starting);
    EXPECT_EQ(BroadcastRing<LogRecord>(view.log()).slot_count(), 8U);
    EXPECT_EQ(view.log().data() + view.log().size(), memory.span().data() + memory.span().size());
}

TEST(EngineSegment, a_checkpoint_is_read_under_its_sequence) {
    const test::RingMemory memory(layout.bytes());
    EngineView::format(memory.span(), layout, 7);
    const EngineView view(memory.span());
    view.header().checkpoint.write({100, 1, 2, 3}, 100);
    EngineCheckpoint checkpoint;
    ASSERT_TRUE(view.header().checkpoint.try_read(checkpoint, 100));
    EXPECT_EQ(checkpoint.book_hash, 2U);
}

TEST(EngineSegment, counts_that_do_not_fit_the_payload_are_refused) {
    const test::RingMemory memory(layout.bytes());
    EngineView::format(memory.span(), layout, 7);
    for (std::uint64_t count : {std::uint64_t{16}, std::uint64_t{1} << 56, ~std::uint64_t{0}}) {
        memory.word_at(offsetof(EngineHeader, log_slots)) = count;
        EXPECT_NE(test::refusal_of([&] { EngineView view(memory.span()); }), "") << count;
    }
    EXPECT_NE(test::refusal_of([&] { EngineView view(memory.span().first(64)); }), "");
    EXPECT_NE(test::refusal_of([&] { EngineView::format(memory.span(), {16}, 7); }), "");
}

} // namespace pinion::shm
