// A store is closed, killed, cut or damaged, then opened again: what was committed is there, and
// nothing else.

#include "fix-gateway/store/message_store.h"
#include "tests/support/temporary_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace pinion::fix {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class MessageStoreTest : public testing::Test {
  protected:
    [[nodiscard]] std::string path() const { return directory_.path() / "CLIENT.store"; }

    MessageStore& open() {
        store_.reset();
        store_.emplace(path(), "CLIENT");
        return *store_;
    }

    void close() { store_.reset(); }

    static bool append(MessageStore& store, const std::string& text) {
        return store.append(store.next_sender(), text.data(), text.size());
    }

    static std::vector<std::string> messages(const MessageStore& store, std::uint32_t begin = 1,
                                             std::uint32_t end = INT32_MAX) {
        std::vector<std::string> found;
        store.read(begin, end, [&](const char* bytes, std::size_t length) {
            found.emplace_back(bytes, length);
        });
        return found;
    }

    /// Overwrites one byte of the file.
    void damage(std::size_t offset, char byte) const {
        const int fd = ::open(path().c_str(), O_RDWR);
        ASSERT_EQ(::pwrite(fd, &byte, 1, static_cast<off_t>(offset)), 1);
        ::close(fd);
    }

    /// Why the store cannot be opened.
    std::string refusal() {
        try {
            open();
        } catch (const StoreError& error) {
            return error.what();
        }
        return "";
    }

  private:
    test::TemporaryDirectory directory_;
    std::optional<MessageStore> store_;
};

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
    ASSERT_TRUE(store.grow_ahead());
    EXPECT_EQ(std::filesystem::file_size(path()), before + StoreFile::chunk_bytes);
    ASSERT_TRUE(store.grow_ahead());
    EXPECT_EQ(std::filesystem::file_size(path()), before + StoreFile::chunk_bytes);
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
        damage(offset, '\x7e');
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

/// Runs `body` in a child process; returns its wait status.
template <class Body>
int in_child(Body body) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        body();
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return status;
}

TEST_F(MessageStoreTest, kill_at_any_instant_loses_no_committed_message) {
    for (int round = 0; round < 20; ++round) {
        std::array<int, 2> pipe{};
        ASSERT_EQ(::pipe(pipe.data()), 0);
        const pid_t pid = ::fork();
        if (pid == 0) {
            MessageStore store(path(), "CLIENT");
            while (true) {
                const std::uint32_t sequence = store.next_sender();
                const std::string text = "message " + std::to_string(sequence);
                if (!store.append_report(text, {sequence, 1, 1})) ::_exit(1);
                store.set_next_target(sequence);
                if (::write(pipe[1], &sequence, sizeof(sequence)) < 0) ::_exit(1);
            }
        }
        ::close(pipe[1]);
        std::uint32_t committed = 0;
        for (int i = 0; i < 100; ++i)
            ASSERT_EQ(::read(pipe[0], &committed, sizeof(committed)), ssize_t{sizeof(committed)});
        ::kill(pid, SIGKILL);
        ::waitpid(pid, nullptr, 0);
        while (::read(pipe[0], &committed, sizeof(committed)) == ssize_t{sizeof(committed)}) {
        }
        ::close(pipe[0]);

        const MessageStore& store = open();
        ASSERT_GE(store.next_sender(), committed + 1);
        ASSERT_LE(store.next_sender(), committed + 2); // committed, not yet told
        ASSERT_GE(store.next_target(), committed);
        const auto found = messages(store);
        ASSERT_EQ(found.size(), store.next_sender() - 1);
        for (std::size_t i = 0; i < found.size(); ++i)
            ASSERT_EQ(found[i], "message " + std::to_string(i + 1));
        ASSERT_THAT(store.positions(), ElementsAre(ReportOrigin{found.size(), 1, 1}));
        ASSERT_EQ(store.damage(), "");
        close();
    }
}

TEST_F(MessageStoreTest, a_killed_holder_leaves_no_lock) {
    const int status = in_child([&] {
        const MessageStore store(path(), "CLIENT");
        ::raise(SIGKILL);
    });
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(refusal(), "");
}

TEST_F(MessageStoreTest, a_full_disk_is_an_error_that_changes_nothing) {
    const int status = in_child([&] {
        MessageStore store(path(), "CLIENT");
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{StoreFile::chunk_bytes, StoreFile::chunk_bytes};
        if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) ::_exit(1);
        const std::string text(100'000, 'x');
        std::uint32_t count = 0;
        while (append(store, text)) ++count;
        if (store.grow_ahead()) ::_exit(2);
        if (store.next_sender() != count + 1 || messages(store).size() != count) ::_exit(3);
        if (!append(store, "short ones still fit")) ::_exit(4);
    });
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_EQ(messages(open()).back(), "short ones still fit");
}

} // namespace
} // namespace pinion::fix
