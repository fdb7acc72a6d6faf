// The host is lost at any instant: sectors of the store since its last sync are old or new, in any
// combination. Whatever is left, no number is used twice, no told epoch is taken back, and every
// report is in the store or told again.

#include "tests/fix-gateway/store/lossy_disk.h"
#include "tests/fix-gateway/store/message_store_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <string>

namespace pinion::fix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class HostLossTest : public MessageStoreTest {
  protected:
    MessageStore& open_in_boot(std::uint64_t boot) { return open({true, boot, disk_}); }

    void lose_host() {
        disk_.lose_host();
        close();
        disk_.reboot();
    }

    static unsigned seed() {
        const char* given = std::getenv("PINION_SEED");
        return given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device()();
    }

    unsigned seed_ = seed();
    test::LossyDisk disk_{path(), seed_};
};

TEST_F(HostLossTest, the_next_boot_goes_on_above_the_mark_and_waits_for_the_engines) {
    MessageStore& store = open_in_boot(1);
    EXPECT_FALSE(store.awaits_engines());
    for (std::uint64_t i = 1; i <= 10; ++i)
        ASSERT_TRUE(store.append_report(std::string("report"), {i, 0, 1}));
    store.set_next_target(50);
    lose_host();

    MessageStore& next = open_in_boot(2);
    EXPECT_TRUE(next.awaits_engines());
    EXPECT_GT(next.next_sender(), 11u);
    const std::uint32_t first = next.next_sender();
    ASSERT_TRUE(next.go_on(31, std::vector<ReportOrigin>{{8, 0, 1}}));
    EXPECT_FALSE(next.awaits_engines());
    EXPECT_EQ(next.next_target(), 31u);
    EXPECT_THAT(next.told_until(), ElementsAre(ReportOrigin{8, 0, 1}));
    ASSERT_TRUE(append(next, "goes on"));

    const MessageStore& again = open_in_boot(2);
    EXPECT_FALSE(again.awaits_engines());
    EXPECT_EQ(again.next_sender(), first + 1);
    EXPECT_EQ(again.next_target(), 31u);
    EXPECT_THAT(again.told_until(), ElementsAre(ReportOrigin{8, 0, 1}));
}

TEST_F(HostLossTest, a_process_that_dies_before_the_engines_told_leaves_them_to_be_asked_again) {
    open_in_boot(1).set_next_target(50);
    lose_host();
    EXPECT_TRUE(open_in_boot(2).awaits_engines());
    EXPECT_TRUE(open_in_boot(2).awaits_engines());
}

TEST_F(HostLossTest, after_a_clean_stop_nothing_is_lost_and_nothing_counts_as_told) {
    MessageStore& store = open_in_boot(1);
    ASSERT_TRUE(store.append_report(std::string("report"), {7, 0, 1}));
    ASSERT_TRUE(store.complete());
    lose_host();
    MessageStore& next = open_in_boot(2);
    EXPECT_TRUE(next.awaits_engines());
    EXPECT_EQ(next.next_sender(), 2u);
    EXPECT_THAT(messages(next), ElementsAre("report"));
    ASSERT_TRUE(next.go_on(5, std::vector<ReportOrigin>{{9, 0, 1}}));
    EXPECT_THAT(next.told_until(), IsEmpty());
}

TEST_F(HostLossTest, a_store_in_use_is_not_complete) {
    ASSERT_TRUE(append(open_in_boot(1), "one"));
    ASSERT_TRUE(open_in_boot(1).complete());
    MessageStore& store = open_in_boot(1);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(append(store, "more"));
    lose_host();
    EXPECT_GT(open_in_boot(2).next_sender(), 5u);
}

TEST_F(HostLossTest, numbers_stop_at_a_mark_that_cannot_be_synced) {
    MessageStore& store = open_in_boot(1);
    disk_.fail(true);
    EXPECT_TRUE(store.tend()); // none is due
    std::uint32_t sent = 0;
    while (append(store, "")) ++sent;
    EXPECT_GE(sent, MessageStore::numbers_ahead);
    EXPECT_FALSE(store.tend());
    EXPECT_FALSE(store.reset());
    EXPECT_EQ(store.next_sender(), sent + 1);
    disk_.fail(false);
    EXPECT_TRUE(store.tend());
    EXPECT_TRUE(append(store, "goes on"));
    lose_host();
    EXPECT_GT(open_in_boot(2).next_sender(), sent + 1);
}

TEST_F(HostLossTest, a_mark_is_raised_ahead_of_use) {
    MessageStore& store = open_in_boot(1);
    disk_.lose_host_after(0); // nothing may be synced on the path of a message
    for (std::uint32_t i = 0; i < MessageStore::numbers_ahead / 2 + 10; ++i)
        ASSERT_TRUE(append(store, ""));
    disk_.lose_host_after(-1);
    ASSERT_TRUE(store.tend());
    disk_.lose_host_after(0);
    for (std::uint32_t i = 0; i < MessageStore::numbers_ahead; ++i) ASSERT_TRUE(append(store, ""));
    EXPECT_THROW(static_cast<void>(store.tend()), test::LossyDisk::HostLost);
}

TEST_F(HostLossTest, a_store_whose_promises_were_none_is_taken_as_it_is) {
    MessageStore& store = open();
    ASSERT_TRUE(append(store, "one"));
    store.set_next_target(4);
    const MessageStore& durable = open_in_boot(1);
    EXPECT_FALSE(durable.awaits_engines());
    EXPECT_EQ(durable.next_sender(), 2u);
    EXPECT_EQ(durable.next_target(), 4u);
    lose_host();
    EXPECT_TRUE(open_in_boot(2).awaits_engines());
}

TEST_F(HostLossTest, a_disk_that_fails_at_the_start_is_refused) {
    disk_.fail(true);
    try {
        open_in_boot(1);
        FAIL() << "a store that cannot be synced";
    } catch (const StoreError& error) {
        EXPECT_THAT(error.what(), HasSubstr("the disk fails"));
    }
}

/// What is true of a session, whatever its store forgets.
struct Session {
    std::uint32_t epoch = 0; ///< the last one that was told
    std::uint32_t sent = 0;  ///< highest number of the epoch
    std::map<std::uint32_t, std::string> messages;
    std::uint64_t reports = 0; ///< of the engine, so far
};

class HostLossRounds : public HostLossTest {
  protected:
    void take_up(MessageStore& store) {
        ASSERT_GE(store.session_epoch(), session_.epoch);
        if (store.session_epoch() > session_.epoch) start_epoch(store);
        ASSERT_GT(store.next_sender(), session_.sent);
        std::set<std::uint64_t> reports;
        store.read(1, INT32_MAX, [&](const char* bytes, std::size_t length) {
            const std::string text(bytes, length);
            const auto number = static_cast<std::uint32_t>(std::stoul(text));
            ASSERT_EQ(session_.messages[number], text);
            reports.insert(report_of(text));
        });
        const std::uint64_t position =
            store.positions().empty() ? 0 : store.positions()[0].report_sequence;
        ASSERT_LE(position, session_.reports);
        for (const auto& [number, text] : session_.messages) // none of them is missing
            ASSERT_TRUE(report_of(text) > position || reports.contains(report_of(text)) ||
                        report_of(text) == 0)
                << number;
        session_.reports = position; // those behind it come again
        if (store.awaits_engines()) {
            ASSERT_TRUE(store.go_on(1, std::vector<ReportOrigin>{{position + 1, 0, 1}}));
        }
    }

    void start_epoch(const MessageStore& store) {
        session_.epoch = store.session_epoch();
        session_.sent = 0;
        session_.messages.clear();
    }

    static std::uint64_t report_of(const std::string& text) {
        return std::stoull(text.substr(text.find(' ') + 1));
    }

    void send(MessageStore& store) {
        const bool is_report = random_() % 4 != 0;
        const std::uint32_t number = store.next_sender();
        const std::uint64_t report = is_report ? session_.reports + 1 : 0;
        const std::string text = std::to_string(number) + " " + std::to_string(report) + " " +
                                 std::string(random_() % 400, 'x');
        ASSERT_TRUE(is_report ? store.append_report(text, {report, 0, 1})
                              : store.append(number, text.data(), text.size()));
        session_.reports += is_report ? 1 : 0;
        session_.sent = number;
        session_.messages[number] = text;
    }

    void live(MessageStore& store) {
        for (auto steps = random_() % 200; steps > 0; --steps) {
            send(store);
            store.set_next_target(store.next_target() + 1);
            if (random_() % 16 == 0) disk_.write_some_back();
            if (random_() % 64 == 0) store.tend();
            if (random_() % 64 == 0) {
                ASSERT_TRUE(store.reset());
                start_epoch(store);
            }
        }
    }

    std::mt19937 random_{seed_};
    Session session_;
};

TEST_F(HostLossRounds, whatever_is_left_of_a_store_it_goes_on) {
    SCOPED_TRACE("PINION_SEED=" + std::to_string(seed_));
    for (std::uint64_t boot = 1; boot < 60 && !HasFatalFailure(); ++boot) {
        try {
            if (random_() % 2 == 0) disk_.lose_host_after(static_cast<int>(random_() % 12));
            take_up(open_in_boot(boot));
            if (HasFatalFailure()) return;
            live(store());
            if (random_() % 4 == 0) take_up(open_in_boot(boot)); // the process dies
            if (HasFatalFailure()) return;
            live(store());
            disk_.lose_host();
        } catch (const test::LossyDisk::HostLost&) {
        }
        close();
        disk_.reboot();
    }
}

} // namespace
} // namespace pinion::fix
