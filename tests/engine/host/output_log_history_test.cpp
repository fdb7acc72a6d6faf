#include "engine/host/output_log.h"
#include "engine/venue.h"
#include "shm/record_log/log_reader.h"
#include "shm/record_log/payloads.h"
#include "tests/shm/random_seed.h"
#include "tests/support/faulty_disk.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

// A gateway's output log, brought to hold what the engine's history has told it.

namespace pinion::engine {
namespace {

using pinion::test::FaultyDisk;
using Numbers = std::vector<std::uint64_t>;

constexpr GatewayPeer peer{7, 0};

Numbers from_to(std::uint64_t first, std::uint64_t last) {
    Numbers numbers;
    while (first <= last) numbers.push_back(first++);
    return numbers;
}

class OutputLogHistory : public testing::Test {
  protected:
    OutputLogHistory() {
        options_.instance = "test";
        options_.output_log_segment_bytes = 64 * shm::log_block_bytes;
    }

    static std::vector<shm::Report> reports(const Numbers& numbers) {
        std::vector<shm::Report> reports;
        for (const std::uint64_t number : numbers) {
            reports.emplace_back();
            reports.back().report_sequence = number;
            reports.back().quantity_lots = number;
        }
        return reports;
    }

    OutputLog open() { return {options_, peer, *storage_, std::nullopt}; }

    void hold(const Numbers& numbers, std::uint64_t end) {
        OutputLog log = open();
        log.hold_exactly(reports(numbers), end, origin_);
        EXPECT_EQ(log.last(), end);
    }

    /// Numbers of the reports in it.
    Numbers content() {
        shm::LogReader reader(*storage_, {shm::LogKind::output, 1, peer.id, "test"});
        Numbers numbers;
        shm::LogEntry entry{};
        shm::LogRead outcome = reader.seek_first();
        while (outcome == shm::LogRead::ready &&
               (outcome = reader.poll(entry)) == shm::LogRead::ready) {
            EXPECT_EQ(shm::report_of(entry.payload).quantity_lots, entry.sequence);
            numbers.push_back(entry.sequence);
        }
        EXPECT_EQ(outcome, shm::LogRead::end) << reader.problem();
        return numbers;
    }

    HostOptions options_;
    shm::LogOrigin origin_{1, 2, 3, {4, 5}};
    std::uint64_t seed_ = shm::test::random_seed();
    FaultyDisk disk_{seed_};
    std::unique_ptr<shm::Storage> storage_ = disk_.storage();
};

TEST_F(OutputLogHistory, a_log_that_is_not_there_has_nothing) {
    EXPECT_EQ(open().last(), 0U);
    hold({}, 0);
    EXPECT_TRUE(disk_.files().empty());
}

TEST_F(OutputLogHistory, gets_what_it_lacks_and_nothing_twice) {
    hold(from_to(1, 3), 3);
    hold(from_to(2, 6), 6);
    disk_.lose_power();
    storage_ = disk_.storage();
    EXPECT_EQ(content(), from_to(1, 6));
    EXPECT_EQ(open().last(), 6U);
}

TEST_F(OutputLogHistory, loses_what_the_history_has_not_told) {
    hold(from_to(1, 2000), 2000);
    hold(from_to(3, 5), 5);
    EXPECT_EQ(content(), from_to(1, 5));
    hold(from_to(4, 8), 8);
    disk_.lose_power();
    storage_ = disk_.storage();
    EXPECT_EQ(content(), from_to(1, 8));
}

TEST_F(OutputLogHistory, goes_on_behind_numbers_that_a_loss_of_the_host_lifted) {
    Numbers numbers = from_to(1, 3);
    for (const std::uint64_t lifted : from_to(host_loss_lift + 4, host_loss_lift + 6))
        numbers.push_back(lifted);
    hold(numbers, host_loss_lift + 6);
    EXPECT_EQ(content(), numbers);
    hold({}, 3 * host_loss_lift + 6);
    EXPECT_EQ(open().last(), host_loss_lift + 6) << "numbers alone are not written";
}

TEST_F(OutputLogHistory, goes_on_behind_a_gap_that_nobody_can_fill) {
    hold(from_to(1, 3), 3);
    hold(from_to(6, 9), 9);
    EXPECT_EQ(content(), (Numbers{1, 2, 3, 6, 7, 8, 9}));
}

/// Its older files were removed.
TEST_F(OutputLogHistory, is_cut_before_all_that_it_has) {
    hold(from_to(1001, 1010), 1010);
    hold({}, 500);
    EXPECT_EQ(open().last(), 500U);
    hold(from_to(501, 503), 503);
    EXPECT_EQ(content(), from_to(501, 503));
}

TEST_F(OutputLogHistory, that_is_damaged_where_it_ends_is_refused_with_its_name) {
    hold(from_to(1, 40), 40);
    const std::string file = disk_.files().back();
    disk_.flip_bit(file, (2 * shm::log_block_bytes + 100) * 8);
    try {
        open();
        FAIL() << "it was taken for a shorter one";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find(file), std::string::npos) << error.what();
    }
}

TEST_F(OutputLogHistory, that_is_damaged_where_it_is_to_be_cut_is_refused_with_its_name) {
    hold(from_to(1, 40), 40);
    const std::string file = disk_.files().front();
    hold(from_to(41, 50), 50);
    disk_.truncate(file, 2 * shm::log_block_bytes);
    OutputLog log = open();
    EXPECT_EQ(log.last(), 50U);
    try {
        log.hold_exactly({}, 30, origin_);
        FAIL() << "it was cut behind damage";
    } catch (const std::runtime_error& error) {
        EXPECT_NE(std::string(error.what()).find(file), std::string::npos) << error.what();
    }
}

/// A start that the disk ends is repeated.
TEST_F(OutputLogHistory, however_often_the_disk_fails_it_holds_what_the_history_told) {
    std::mt19937_64 random(seed_);
    int failures = 0;
    for (int round = 0; round < 200; ++round) {
        const std::uint64_t told = 1 + random() % 2000;
        disk_.set_faults({.write_error = 0.05, .sync_error = 0.05});
        try {
            hold(from_to(1, told), told);
        } catch (const std::system_error& error) {
            ++failures;
            EXPECT_EQ(error.code(), std::errc::io_error);
        }
        disk_.set_faults({});
        hold(from_to(1, told), told);
        EXPECT_EQ(content(), from_to(1, told)) << "round " << round;
    }
    EXPECT_GT(failures, 0);
}

TEST_F(OutputLogHistory, a_full_disk_is_told) {
    disk_.set_faults({.bytes_max = 8 * shm::log_block_bytes});
    try {
        hold(from_to(1, 3), 3);
        FAIL();
    } catch (const std::system_error& error) {
        EXPECT_EQ(error.code(), std::errc::no_space_on_device);
    }
    disk_.set_faults({});
    hold(from_to(1, 3), 3);
    EXPECT_EQ(content(), from_to(1, 3));
}

} // namespace
} // namespace pinion::engine
