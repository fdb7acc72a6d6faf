// The feed's parts, found again by who maps it, or refused.
#include "shm/layout/feed_segment.h"
#include "tests/shm/ring_memory.h"

#include <gtest/gtest.h>

namespace pinion::shm {

namespace {

constexpr FeedLayout layout{3, 10, 8};

} // namespace

TEST(FeedSegment, its_parts_follow_each_other_to_the_end) {
    const test::RingMemory memory(layout.bytes());
    FeedView::format(memory.span(), layout, 7);
    const FeedView view(memory.span());
    EXPECT_EQ(view.header().engine, 7U);
    EXPECT_EQ(view.directory().size(), 3U);
    EXPECT_EQ(view.depth().size(), 3U);
    EXPECT_EQ(view.markets().size(), 3U);
    EXPECT_EQ(view.image().size(), 10U);
    EXPECT_EQ(static_cast<void*>(view.directory().data()), &view.header() + 1);
    EXPECT_EQ(static_cast<void*>(view.depth().data()),
              view.directory().data() + view.directory().size());
    EXPECT_EQ(static_cast<void*>(view.markets().data()), view.depth().data() + view.depth().size());
    EXPECT_EQ(static_cast<void*>(view.image().data()),
              view.markets().data() + view.markets().size());
    EXPECT_EQ(static_cast<void*>(view.events().data()), view.image().data() + view.image().size());
    EXPECT_EQ(view.events().data() + view.events().size(),
              memory.span().data() + memory.span().size());
    EXPECT_EQ(BroadcastRing<FeedEvent>(view.events()).slot_count(), 8U);
}

TEST(FeedSegment, counts_that_do_not_fit_the_payload_are_refused) {
    const test::RingMemory memory(layout.bytes());
    FeedView::format(memory.span(), layout, 7);
    for (std::uint64_t count :
         {std::uint64_t{1000}, std::uint64_t{1} << 55, std::uint64_t{1} << 58, ~std::uint64_t{0}})
        for (std::size_t offset :
             {offsetof(FeedHeader, instrument_capacity), offsetof(FeedHeader, order_capacity),
              offsetof(FeedHeader, event_slots)}) {
            const std::uint64_t good = memory.word_at(offset);
            memory.word_at(offset) = count;
            EXPECT_NE(test::refusal_of([&] { FeedView view(memory.span()); }), "") << count;
            memory.word_at(offset) = good;
        }
    EXPECT_NO_THROW(FeedView view(memory.span()));
    EXPECT_NE(test::refusal_of([&] { FeedView view(memory.span().first(64)); }), "");
    EXPECT_NE(test::refusal_of([&] { FeedView::format(memory.span(), {3, 11, 8}, 7); }), "");
}

} // namespace pinion::shm
