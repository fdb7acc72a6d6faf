// Whoever dies over the files of an audit, and however often: their lines are those of one who did
// not. PINION_SEED replays a run.
#include "engine/sequence_name.h"
#include "tests/engine/audit/audit_bed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <utility>
#include <vector>

namespace pinion::engine {
namespace {

class AuditFilesTest : public testing::Test, protected test::AuditBed {
  protected:
    AuditFilesTest() : random_(seed) {
        past.run(400);
        past.sync();
        past.snapshot();
    }

    std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

    void expect_whole() {
        EXPECT_TRUE(test::all_lines(*output) == history()) << "PINION_SEED=" << seed;
    }

    void expect_refusal(const std::string& why) {
        const auto refused = refusal();
        EXPECT_NE(refused.find(why), std::string::npos) << refused << " PINION_SEED=" << seed;
    }

    /// Other options from here on, as after a clean stop of the engine.
    void change_options() {
        past.snapshot();
        past.kill();
        past.memory.reset();
        ++past.options.orders_max;
        past.start();
        past.run(100);
        past.sync();
    }

    std::mt19937_64 random_;
};

TEST_F(AuditFilesTest, are_called_by_their_first_command_and_compressed_when_full) {
    write(20'000)->close();
    expect_whole();
    const auto names = test::names_in(*output);
    ASSERT_GT(names.size(), 3U);
    EXPECT_EQ(names.front(), sequence_name(1, ".jsonl.zst"));
    for (std::size_t i = 0; i + 1 < names.size(); ++i)
        EXPECT_TRUE(names[i].ends_with(".jsonl.zst")) << names[i];
    EXPECT_TRUE(names.back().ends_with(".jsonl"));
    const auto last = *sequence_in(names.back(), ".jsonl");
    const auto newest_lines = test::all_lines(*output);
    EXPECT_NE(newest_lines.find("\n{\"sequence\":" + std::to_string(last) + ",\"index\":0,"),
              std::string::npos);
}

TEST_F(AuditFilesTest, go_on_where_they_ended) {
    for (int i = 0; i < 5; ++i) {
        write(30'000)->close();
        expect_whole();
        past.run(below(100));
        past.sync();
        if (below(2) == 0) past.snapshot();
    }
    write()->close(); // nothing new, and another size
    expect_whole();
}

TEST_F(AuditFilesTest, are_whole_though_their_writer_died_again_and_again) {
    for (int i = 0; i < 30; ++i) {
        write_and_die(1 + below(60'000), below(2000));
        const auto path = newest();
        if (!path.empty() && below(2) == 0)
            disk.truncate(path, below(disk.content(path).size() + 1));
        if (below(8) == 0) past.snapshot();
    }
    write(30'000)->close();
    expect_whole();
}

TEST_F(AuditFilesTest, may_be_cut_at_any_byte) {
    write()->close();
    const auto path = newest();
    for (int i = 0; i < 30; ++i) {
        disk.truncate(path, below(disk.content(path).size() + 1));
        write()->close();
        expect_whole();
    }
}

TEST_F(AuditFilesTest, are_whole_after_the_host_was_lost) {
    for (int i = 0; i < 15; ++i) {
        past.run(50);
        past.sync();
        if (below(2) == 0)
            write_and_die(1 + below(60'000), below(2000));
        else
            static_cast<void>(write(1 + below(60'000)));
        disk.lose_power();
        output = disk.storage();
    }
    write(30'000)->close();
    expect_whole();
}

TEST_F(AuditFilesTest, are_told_again_from_where_the_power_left_zeros) {
    for (int i = 0; i < 10; ++i) {
        write()->close();
        const auto bytes = disk.content(newest()).size();
        const auto at = below(bytes);
        const std::vector<std::byte> zeros(1 + below(bytes - at + 5000)); // behind the end, too
        const auto file = output->open(newest(), shm::FileAccess::read_write);
        ASSERT_FALSE(file.value->write_at(at, zeros));
        write()->close();
        expect_whole();
    }
}

TEST_F(AuditFilesTest, are_whole_when_a_full_disk_has_room_again) {
    std::uint64_t bytes_max = 0;
    int refusals = 0;
    while (true) {
        disk.set_faults({.bytes_max = bytes_max});
        const auto why = refusal(50'000);
        if (why.empty()) break;
        EXPECT_NE(why.find("No space"), std::string::npos) << why;
        EXPECT_NE(why.find("json"), std::string::npos) << why;
        ++refusals;
        bytes_max += 20'000;
    }
    EXPECT_GE(refusals, 3) << "how often depends on when old files are compressed";
    expect_whole();
}

TEST_F(AuditFilesTest, are_whole_though_the_disk_fails_now_and_then) {
    disk.set_faults({.write_error = 0.05, .sync_error = 0});
    int refusals = 0;
    for (int i = 0; i < 20 || refusals < 3; ++i) {
        ASSERT_LT(i, 1000);
        past.run(20);
        past.sync();
        if (!refusal(20'000).empty()) ++refusals;
    }
    disk.set_faults({});
    EXPECT_EQ(refusal(20'000), "");
    expect_whole();
}

TEST_F(AuditFilesTest, go_on_though_the_commands_before_are_gone_from_the_journal) {
    write()->close();
    past.snapshot();
    const auto before = past.point.sequence;
    ASSERT_FALSE(past.journal->remove(shm::segment_file_name(1)));
    past.run(100);
    past.sync();
    const auto expected = test::all_lines(*output);
    write()->close();
    const auto lines = test::all_lines(*output);
    ASSERT_TRUE(lines.starts_with(expected));
    EXPECT_TRUE(lines.substr(expected.size())
                    .starts_with("{\"sequence\":" + std::to_string(before + 1) + ",\"index\":0,"))
        << "PINION_SEED=" << seed;
}

TEST_F(AuditFilesTest, go_on_after_a_change_of_options_with_the_new_config) {
    const auto before = history();
    const auto old_options = past.options;
    change_options();
    const auto new_options = std::exchange(past.options, old_options);
    expect_refusal("commands from 401 on were made with other options");
    EXPECT_EQ(test::all_lines(*output), before);
    expect_refusal("commands from 401 on were made with other options"); // and it stays there
    EXPECT_EQ(test::all_lines(*output), before);
    past.options = new_options;
    EXPECT_EQ(refusal(), "");
    const auto after = history();
    EXPECT_TRUE(after.starts_with("{\"sequence\":401,\"index\":0,")) << after.substr(0, 100);
    EXPECT_TRUE(test::all_lines(*output) == before + after) << "PINION_SEED=" << seed;
}

TEST_F(AuditFilesTest, refuse_to_leave_commands_out) {
    past.run(1);
    past.sync();
    write()->close();
    past.run(50);
    past.sync();
    change_options();
    expect_refusal("commands can be told from 452 on only");
}

TEST_F(AuditFilesTest, refuse_another_history) {
    write()->close();
    PastEngine other(seed + 1);
    other.start();
    other.run(500);
    other.sync();
    past.journal = std::move(other.journal);
    past.snapshots = std::move(other.snapshots);
    past.options = other.options;
    expect_refusal("of another history");
}

TEST_F(AuditFilesTest, refuse_to_say_more_than_the_journal) {
    past.snapshot();
    past.run(100);
    past.sync();
    write()->close();
    PastEngine shorter(seed);
    shorter.start();
    shorter.run(450);
    shorter.sync();
    past.journal = std::move(shorter.journal);
    past.snapshots = std::move(shorter.snapshots);
    expect_refusal("says more than the journal");
}

TEST_F(AuditFilesTest, refuse_what_they_did_not_write) {
    auto file = output->create(sequence_name(1, ".jsonl"));
    ASSERT_FALSE(file.value->write_at(0, std::as_bytes(std::span("hello\n", 6))));
    expect_refusal("not one of an audit");
}

TEST_F(AuditFilesTest, refuse_to_go_on_behind_a_compressed_file) {
    write(20'000)->close();
    ASSERT_FALSE(output->remove(test::names_in(*output).back()));
    expect_refusal("gone");
}

TEST_F(AuditFilesTest, remove_what_was_compressed_already) {
    write(20'000)->close();
    const auto first = sequence_name(1, ".jsonl");
    ASSERT_FALSE(output->create(first).error);
    write(20'000)->close();
    expect_whole();
    EXPECT_EQ(output->open(first, shm::FileAccess::read_only).error,
              std::errc::no_such_file_or_directory);
}

} // namespace
} // namespace pinion::engine
