// A link's parts, found again by who maps it, or refused.
#include "shm/layout/link_segment.h"
#include "tests/shm/ring_memory.h"

#include <gtest/gtest.h>

namespace pinion::shm {

namespace {

constexpr LinkLayout layout{8, 4, 11};

} // namespace

TEST(LinkSegment, its_rings_are_found_behind_the_header) {
    const test::RingMemory memory(layout.bytes());
    LinkView::format(memory.span(), layout);
    const LinkView view(memory.span());
    EXPECT_EQ(SpscRing<Command>(view.commands()).slot_count(), 8U);
    EXPECT_EQ(BroadcastRing<Report>(view.reports()).slot_count(), 4U);
    EXPECT_EQ(view.commands().data(), memory.span().data() + layout.commands_offset());
    EXPECT_EQ(view.reports().data() + view.reports().size(),
              memory.span().data() + memory.span().size());
    EXPECT_EQ(view.header().engine_epoch.load(), 0U);
}

TEST(LinkSegment, what_the_engine_knows_of_sessions_is_found_before_the_rings) {
    const test::RingMemory memory(layout.bytes());
    LinkView::format(memory.span(), layout);
    const LinkView engine(memory.span());
    const LinkView gateway(memory.span());
    ASSERT_EQ(gateway.sessions().size(), 11U);
    engine.sessions()[10].store({3, 17});
    EXPECT_EQ(gateway.sessions()[10].load().session_epoch, 3U);
    EXPECT_EQ(gateway.sessions()[10].load().msg_seq_num, 17U);
    EXPECT_EQ(gateway.sessions()[0].load().session_epoch, 0U);
    EXPECT_EQ(SpscRing<Command>(gateway.commands()).slot_count(), 8U);
    EXPECT_EQ(gateway.header().durability.load(), Durability::none);
}

TEST(LinkSegment, a_command_and_its_report_travel_through_it) {
    const test::RingMemory memory(layout.bytes());
    LinkView::format(memory.span(), layout);
    const LinkView gateway(memory.span());
    const LinkView engine(memory.span());
    Command command{};
    command.order_id = 42;
    ASSERT_TRUE(SpscWriter<Command>(gateway.commands()).try_write(command));
    SpscReader<Command> commands(engine.commands());
    ASSERT_NE(commands.peek(), nullptr);
    EXPECT_EQ(commands.peek()->order_id, 42U);

    BroadcastReader<Report> reports(gateway.reports());
    Report report{};
    report.order_id = 42;
    BroadcastWriter<Report>(engine.reports()).publish(report);
    Report received;
    ASSERT_EQ(reports.poll(received), BroadcastRead::ready);
    EXPECT_EQ(received.order_id, 42U);
}

TEST(LinkSegment, counts_that_do_not_fit_the_payload_are_refused) {
    const test::RingMemory memory(layout.bytes());
    LinkView::format(memory.span(), layout);
    for (std::uint64_t count : {std::uint64_t{32}, std::uint64_t{1} << 56, std::uint64_t{1} << 58,
                                std::uint64_t{1} << 63, ~std::uint64_t{0}})
        for (std::size_t offset :
             {offsetof(LinkHeader, command_slots), offsetof(LinkHeader, report_slots),
              offsetof(LinkHeader, session_count)}) {
            const std::uint64_t good = memory.word_at(offset);
            memory.word_at(offset) = count;
            EXPECT_NE(test::refusal_of([&] { LinkView view(memory.span()); }), "") << count;
            memory.word_at(offset) = good;
        }
    EXPECT_NO_THROW(LinkView view(memory.span()));
    EXPECT_NE(test::refusal_of([&] { LinkView view(memory.span().first(64)); }), "");
    EXPECT_NE(test::refusal_of([&] { LinkView::format(memory.span(), {16, 4, 11}); }), "");
}

} // namespace pinion::shm
