// A store is closed, cut or damaged, then opened again: what was committed is there, and nothing
// else.

#include "tests/fix-gateway/store/message_store_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <thread>

namespace pinion::fix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(MessageStoreTest, a_new_store_starts_both_sequences_at_one) {
    const MessageStore& store = open();
    EXPECT_EQ(store.next_sender(), 1u);
    EXPECT_EQ(store.next_target(), 1u);
    EXPECT_THAT(messages(store), ElementsAre());
}

TEST_F(MessageStoreTest, messages_and_counters_survive_reopening) {
    MessageStore& store = open();
    ASSERT_TRUE(append(store, "first"));
    ASSERT_TRUE(append(store, "the second, a little longer"));
    ASSERT_TRUE(append(store, ""));
    store.set_next_target(17);
    const auto epoch = store.session_epoch();
    const auto created = store.creation_time_ns();

    const MessageStore& again = open();
    EXPECT_EQ(again.next_sender(), 4u);
    EXPECT_EQ(again.next_target(), 17u);
    EXPECT_EQ(again.session_epoch(), epoch);
    EXPECT_EQ(again.creation_time_ns(), created);
    EXPECT_THAT(messages(again), ElementsAre("first", "the second, a little longer", ""));
    EXPECT_THAT(messages(again, 2, 2), ElementsAre("the second, a little longer"));
    EXPECT_EQ(again.damage(), "");
}

TEST_F(MessageStoreTest, a_report_is_committed_with_its_position) {
    MessageStore& store = open();
    const std::string text = "report";
    ASSERT_TRUE(store.append_report(text, {41, 9, 1}));
    ASSERT_TRUE(store.append_report(text, {7, 3, 2}));
    ASSERT_TRUE(store.append_report(text, {42, 9, 1}));
    ASSERT_TRUE(append(store, "a heartbeat has no position"));
    EXPECT_THAT(open().positions(), ElementsAre(ReportOrigin{42, 9, 1}, ReportOrigin{7, 3, 2}));
}

TEST_F(MessageStoreTest, copies_have_a_position_for_each_gateway) {
    MessageStore& store = open();
    const std::string text = "copy";
    ASSERT_TRUE(store.append_report(text, {5, 0, 1, 7}));
    ASSERT_TRUE(store.append_report(text, {3, 0, 1, 8}));
    ASSERT_TRUE(store.append_report(text, {6, 0, 1, 7}));
    EXPECT_THAT(open().positions(),
                ElementsAre(ReportOrigin{6, 0, 1, 7}, ReportOrigin{3, 0, 1, 8}));
}

TEST_F(MessageStoreTest, a_reset_forgets_messages_and_keeps_positions) {
    MessageStore& store = open();
    const auto epoch = store.session_epoch();
    ASSERT_TRUE(store.append_report(std::string("report"), {41, 9, 1}));
    store.set_next_target(5);
    ASSERT_TRUE(store.reset());
    EXPECT_EQ(store.next_sender(), 1u);
    EXPECT_EQ(store.next_target(), 1u);
    ASSERT_TRUE(append(store, "of the new epoch"));

    const MessageStore& again = open();
    EXPECT_GT(again.session_epoch(), epoch);
    EXPECT_EQ(again.next_sender(), 2u);
    EXPECT_THAT(messages(again), ElementsAre("of the new epoch"));
    EXPECT_THAT(again.positions(), ElementsAre(ReportOrigin{41, 9, 1}));
    EXPECT_FALSE(std::filesystem::exists(path() + ".new"));
}

TEST_F(MessageStoreTest, the_next_number_to_send_can_be_set) {
    MessageStore& store = open();
    for (const char* text : {"1", "2", "3"}) ASSERT_TRUE(append(store, text));
    ASSERT_TRUE(store.set_next_sender(2));
    ASSERT_TRUE(append(store, "2 again"));
    ASSERT_TRUE(store.set_next_sender(10));
    ASSERT_TRUE(append(store, "10"));

    const MessageStore& again = open();
    EXPECT_EQ(again.next_sender(), 11u);
    EXPECT_THAT(messages(again), ElementsAre("1", "2 again", "10"));
    EXPECT_THAT(messages(again, 3, 9), ElementsAre());
}

TEST_F(MessageStoreTest, a_store_grows_by_chunks_and_finds_everything_again) {
    MessageStore& store = open();
    const std::string text(3001, 'x');
    constexpr std::uint32_t count = 1000;
    for (std::uint32_t i = 0; i < count; ++i) ASSERT_TRUE(append(store, text));
    const auto size = std::filesystem::file_size(path());
    EXPECT_EQ(size % StoreFile::chunk_bytes, 0u);
    EXPECT_LE(size, count * (text.size() + 64) + StoreFile::chunk_bytes);
    EXPECT_EQ(messages(open()).size(), count);
}

TEST_F(MessageStoreTest, room_is_made_ahead_of_need) {
    MessageStore& store = open();
    ASSERT_TRUE(append(store, std::string(StoreFile::chunk_bytes * 3 / 4, 'x')));
    const auto before = std::filesystem::file_size(path());
    ASSERT_TRUE(store.tend());
    EXPECT_EQ(std::filesystem::file_size(path()), before + StoreFile::chunk_bytes);
    ASSERT_TRUE(store.tend());
    EXPECT_EQ(std::filesystem::file_size(path()), before + StoreFile::chunk_bytes);
}

TEST_F(MessageStoreTest, another_thread_makes_room_while_messages_are_recorded) {
    MessageStore& store = open({true, 1});
    std::atomic<bool> is_over = false;
    std::thread tender([&] {
        while (!is_over) {
            EXPECT_TRUE(store.tend());
            std::this_thread::yield();
        }
    });
    const std::string text(200, 'x');
    constexpr std::uint32_t count = 60'000;
    for (std::uint32_t i = 0; i < count; ++i) ASSERT_TRUE(append(store, text));
    ASSERT_TRUE(store.reset());
    for (std::uint32_t i = 0; i < count; ++i) ASSERT_TRUE(append(store, text));
    is_over = true;
    tender.join();
    EXPECT_EQ(messages(open({true, 1})).size(), count);
}

TEST_F(MessageStoreTest, the_first_message_behind_a_gap_is_found) {
    MessageStore& store = open();
    ASSERT_TRUE(append(store, "1"));
    ASSERT_TRUE(store.set_next_sender(7));
    EXPECT_EQ(store.recorded_behind(1, 0), 1u);
    EXPECT_EQ(store.recorded_behind(1, 1), 7u);
    EXPECT_EQ(store.recorded_behind(2, 0), 7u); // nothing: what comes next
    ASSERT_TRUE(append(store, "7"));
    EXPECT_EQ(store.recorded_behind(2, 0), 7u);
    EXPECT_EQ(store.recorded_behind(1, 1), 7u);
    EXPECT_EQ(store.recorded_behind(1, 2), 8u);
    EXPECT_EQ(store.recorded_behind(8, 0), 8u);
}

TEST_F(MessageStoreTest, a_second_user_is_refused) {
    open();
    try {
        const MessageStore second(path(), "CLIENT");
        FAIL() << "two users of one store";
    } catch (const StoreError& error) {
        EXPECT_THAT(error.what(), HasSubstr("in use by another process"));
    }
    close();
    EXPECT_EQ(refusal(), "");
}

TEST_F(MessageStoreTest, a_reset_keeps_others_out) {
    ASSERT_TRUE(open().reset());
    EXPECT_THROW(MessageStore(path(), "CLIENT"), StoreError);
}

TEST_F(MessageStoreTest, another_sessions_store_is_refused) {
    open();
    close();
    EXPECT_THROW(MessageStore(path(), "OTHER"), StoreError);
}

TEST_F(MessageStoreTest, a_file_that_is_no_store_is_refused_with_advice) {
    open();
    close();
    damage(0, 'X');
    EXPECT_THAT(refusal(), HasSubstr("move it away"));
}

TEST_F(MessageStoreTest, a_store_of_another_layout_version_is_refused) {
    open();
    close();
    damage(offsetof(StoreHeader, layout_version), 99);
    EXPECT_THAT(refusal(), HasSubstr("layout version 99"));
}

TEST_F(MessageStoreTest, a_damaged_record_is_cut_with_all_that_follows) {
    MessageStore& store = open();
    const std::string text(100, 'x');
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(append(store, text));
    close();
    const std::size_t record = record_overhead_bytes + padded(text.size());
    damage(store_header_bytes + record + record_overhead_bytes + 50, 'y');

    MessageStore& cut = open();
    EXPECT_THAT(cut.damage(), HasSubstr("damaged behind MsgSeqNum 1"));
    EXPECT_EQ(cut.next_sender(), 2u);
    ASSERT_TRUE(append(cut, text));
    EXPECT_EQ(messages(open()).size(), 2u); // the old third record is not found behind it
}

TEST_F(MessageStoreTest, every_flipped_byte_of_a_record_is_noticed) {
    ASSERT_TRUE(append(open(), "some bytes"));
    close();
    const std::size_t end = store_header_bytes + record_overhead_bytes + padded(10);
    for (std::size_t offset = store_header_bytes; offset < end; ++offset) {
        const std::string copy = path() + ".copy";
        std::filesystem::copy_file(path(), copy, std::filesystem::copy_options::overwrite_existing);
        flip(offset);
        EXPECT_EQ(open().next_sender(), 1u) << offset;
        close();
        std::filesystem::rename(copy, path());
    }
}

TEST_F(MessageStoreTest, a_truncated_file_keeps_its_whole_records) {
    MessageStore& store = open();
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(append(store, std::string(100, 'x')));
    close();
    std::filesystem::resize_file(path(),
                                 store_header_bytes + 2 * (record_overhead_bytes + 104) + 9);
    EXPECT_EQ(open().next_sender(), 3u);
}

TEST_F(MessageStoreTest, random_damage_behind_the_header_never_breaks_the_store) {
    const char* given = std::getenv("PINION_SEED");
    const unsigned seed =
        given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device()();
    SCOPED_TRACE("PINION_SEED=" + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 50; ++round) {
        {
            MessageStore& store = open();
            for (int i = 0; i < 20; ++i)
                ASSERT_TRUE(append(store, std::string(random() % 300, 'x')));
            close();
        }
        const auto offset = store_header_bytes + random() % 6000;
        damage(offset, static_cast<char>(random()));
        MessageStore& store = open();
        std::uint32_t expected = store.next_sender();
        EXPECT_EQ(messages(store).size(), expected - 1);
        ASSERT_TRUE(append(store, "goes on"));
        EXPECT_EQ(open().next_sender(), expected + 1);
    }
}

} // namespace
} // namespace pinion::fix
