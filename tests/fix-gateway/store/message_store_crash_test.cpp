// The store's process is killed, or the disk is full.

#include "tests/fix-gateway/store/message_store_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>

namespace pinion::fix {
namespace {

using testing::ElementsAre;

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
        if (store.tend()) ::_exit(2);
        if (store.next_sender() != count + 1 || messages(store).size() != count) ::_exit(3);
        if (!append(store, "short ones still fit")) ::_exit(4);
    });
    EXPECT_EQ(WEXITSTATUS(status), 0);
    EXPECT_EQ(messages(open()).back(), "short ones still fit");
}

} // namespace
} // namespace pinion::fix
