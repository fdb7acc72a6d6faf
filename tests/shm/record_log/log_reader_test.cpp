/// A log is written by the plain writer, and read again: whole, from the middle, while it grows,
/// cut off and written differently, torn and damaged.
#include "shm/record_log/log_reader.h"
#include "tests/shm/random_seed.h"
#include "tests/shm/record_log/log_on_disk.h"

#include <gtest/gtest.h>

#include <cstring>

namespace pinion::shm::test {

namespace {

constexpr std::uint64_t per_segment =
    (small_segment_bytes - log_block_bytes) / RecordFrame::bytes(sizeof(Report));

} // namespace

TEST(LogReader, an_empty_directory_is_a_log_of_nothing) {
    const LogOnDisk log;
    const Reading reading = read_all(log.reader());
    EXPECT_EQ(reading.last, LogRead::end);
    EXPECT_EQ(log.reader().place().number, 1U);
    EXPECT_EQ(log.reader().place().first_sequence, 1U);
    EXPECT_EQ(log.reader().seek(1), LogRead::missing);
}

TEST(LogReader, finds_what_was_written_over_several_segments) {
    const LogOnDisk log;
    const std::uint64_t count = 3 * per_segment + 10;
    log.fill(count);
    const Reading reading = read_all(log.reader());
    EXPECT_EQ(reading.last, LogRead::end);
    EXPECT_EQ(reading.end, LogEnd::clean) << reading.problem;
    EXPECT_EQ(reading.reports.size(), count);
    EXPECT_TRUE(are_reports_from(1, reading.reports));
    EXPECT_EQ(log.disk.files().size(), 4U);
}

/// A segment's header was not synced, as the disk failed, and the next one was begun: the host took
/// the header with it.
TEST(LogReader, a_segment_that_nobody_wrote_in_is_passed_over) {
    const LogOnDisk log;
    log.fill(5);
    SegmentPlace place = log.writer->durable();
    ASSERT_FALSE(log.maker->make_blank(place.number));
    ++place.number;
    ASSERT_FALSE(log.writer->begin(place));
    log.append(5);
    ASSERT_FALSE(log.writer->sync());
    ASSERT_FALSE(log.maker->remove_blank());
    EXPECT_EQ(log.disk.files().size(), 3U) << "segments have no gaps";

    const Reading reading = read_all(log.reader());
    EXPECT_EQ(reading.end, LogEnd::clean) << reading.problem;
    EXPECT_EQ(reading.reports.size(), 10U);
    EXPECT_TRUE(are_reports_from(1, reading.reports));
}

TEST(LogReader, a_segment_that_is_gone_and_was_written_in_is_damage) {
    const LogOnDisk log;
    log.fill(2 * per_segment + 5);
    ASSERT_FALSE(log.storage->remove(segment_file_name(2)));
    ASSERT_FALSE(log.maker->make_blank(2));
    const Reading reading = read_all(log.reader());
    EXPECT_EQ(reading.last, LogRead::damaged);
    EXPECT_EQ(reading.reports.size(), per_segment);
}

TEST(LogReader, begins_anywhere) {
    const LogOnDisk log;
    const std::uint64_t count = 2 * per_segment + 5;
    log.fill(count);
    for (std::uint64_t first = 1; first <= count + 1; ++first) {
        const Reading reading = read_from(log.reader(), first);
        ASSERT_EQ(reading.last, LogRead::end) << first << reading.problem;
        ASSERT_EQ(reading.reports.size(), count + 1 - first);
        ASSERT_TRUE(are_reports_from(first, reading.reports));
    }
    EXPECT_EQ(log.reader().seek(count + 2), LogRead::missing);
    EXPECT_EQ(log.reader().seek(100 * count), LogRead::missing);
}

TEST(LogReader, says_what_is_missing_when_old_segments_are_gone) {
    const LogOnDisk log;
    log.fill(2 * per_segment + 5);
    ASSERT_FALSE(log.storage->remove(segment_file_name(1)));
    EXPECT_EQ(log.reader().seek(per_segment), LogRead::missing);
    EXPECT_TRUE(are_reports_from(per_segment + 1, read_all(log.reader()).reports));
    EXPECT_EQ(read_all(log.reader()).reports.size(), per_segment + 5);
}

TEST(LogReader, follows_a_log_that_is_written) {
    const LogOnDisk log;
    LogReader reader = log.reader();
    LogEntry entry;
    EXPECT_EQ(reader.poll(entry), LogRead::end);
    ASSERT_FALSE(log.writer->begin({}));
    EXPECT_EQ(reader.poll(entry), LogRead::end);
    for (std::uint64_t sequence = 1; sequence <= 2 * per_segment + 2; ++sequence) {
        log.append(1);
        EXPECT_EQ(reader.poll(entry), LogRead::end) << "it is in the writer's buffer only";
        ASSERT_FALSE(log.writer->flush());
        ASSERT_EQ(reader.poll(entry), LogRead::ready) << reader.problem();
        ASSERT_EQ(entry.sequence, sequence);
        EXPECT_EQ(reader.poll(entry), LogRead::end);
    }
}

TEST(LogReader, a_later_segment_cuts_what_earlier_ones_say) {
    const LogOnDisk log;
    log.fill(2 * per_segment);
    LogReader reader = log.reader();
    ASSERT_EQ(reader.seek(11), LogRead::ready);
    ASSERT_FALSE(log.writer->begin(reader.place()));
    log.append(3, 1);
    ASSERT_FALSE(log.writer->sync());

    const Reading reading = read_all(log.reader());
    ASSERT_EQ(reading.reports.size(), 13U) << reading.problem;
    EXPECT_EQ(reading.end, LogEnd::clean);
    EXPECT_TRUE(are_reports_from(1, {reading.reports.begin(), reading.reports.begin() + 10}));
    EXPECT_EQ(reading.reports[10].command_sequence, 11U * 3 + 1);

    LogEntry entry;
    for (int i = 0; i < 3; ++i) ASSERT_EQ(read_from(log.reader(), 11).reports.size(), 3U);
    ASSERT_EQ(reader.poll(entry), LogRead::ready) << "it has the old segment in its hands";
}

TEST(LogReader, a_reader_of_what_is_cut_off_is_told) {
    const LogOnDisk log;
    log.fill(20);
    LogReader ahead = log.reader();
    ASSERT_EQ(ahead.seek(21), LogRead::ready);
    LogReader reader = log.reader();
    ASSERT_EQ(reader.seek(11), LogRead::ready);
    ASSERT_FALSE(log.writer->begin(reader.place()));
    log.append(20, 1);
    ASSERT_FALSE(log.writer->sync());
    LogEntry entry;
    EXPECT_EQ(ahead.poll(entry), LogRead::damaged);
    EXPECT_NE(ahead.problem().find("does not follow"), std::string::npos) << ahead.problem();
}

TEST(LogReader, numbers_may_be_lifted) {
    constexpr std::uint64_t lifted = std::uint64_t{1} << 40;
    const LogOnDisk log;
    log.fill(10);
    LogReader reader = log.reader();
    ASSERT_EQ(reader.seek(11), LogRead::ready);
    SegmentPlace place = reader.place();
    place.first_sequence = lifted;
    ASSERT_FALSE(log.writer->begin(place));
    log.append(5);
    ASSERT_FALSE(log.writer->sync());

    LogEntry entry;
    ASSERT_EQ(reader.poll(entry), LogRead::ready);
    EXPECT_EQ(entry.sequence, lifted);
    for (const std::uint64_t first : {std::uint64_t{11}, std::uint64_t{500}, lifted}) {
        const Reading reading = read_from(log.reader(), first);
        EXPECT_EQ(reading.reports.size(), 5U) << reading.problem;
        EXPECT_TRUE(are_reports_from(lifted, reading.reports));
    }
    EXPECT_EQ(read_all(log.reader()).reports.size(), 15U);
}

TEST(LogReader, the_newest_segment_tells_who_wrote_it) {
    const LogOnDisk log;
    log.fill(per_segment + 3);
    LogReader reader = log.reader();
    ASSERT_EQ(reader.seek_newest(), LogRead::ready);
    EXPECT_EQ(reader.next_sequence(), per_segment + 1);
    const LogOrigin origin = reader.segments().back().origin();
    EXPECT_EQ(origin.engine_epoch, log_origin().engine_epoch);
    EXPECT_EQ(origin.boot_id, log_origin().boot_id);
    EXPECT_EQ(origin.options_fingerprint, log_origin().options_fingerprint);
    EXPECT_EQ(origin.cl_ord_id_key, log_origin().cl_ord_id_key);
}

TEST(LogReader, another_logs_files_are_refused_in_words) {
    const LogOnDisk log;
    log.fill(3);
    const auto refusal = [&](const LogIdentity& identity) {
        LogReader reader(*log.storage, identity);
        EXPECT_EQ(reader.seek_first(), LogRead::damaged);
        return reader.problem();
    };
    EXPECT_NE(refusal({LogKind::output, 4, 7, "test"}).find("engine is 3"), std::string::npos);
    EXPECT_NE(refusal({LogKind::output, 3, 8, "test"}).find("gateway is 7"), std::string::npos);
    EXPECT_NE(refusal({LogKind::output, 3, 7, "other"}).find("\"test\""), std::string::npos);
    EXPECT_NE(refusal({LogKind::journal, 3, 7, "test"}).find("kind"), std::string::npos);
    EXPECT_NE(refusal({LogKind::journal, 3, 7, "test"}).find("0000000001.log"), std::string::npos);
}

TEST(LogReader, a_missing_segment_is_damage) {
    const LogOnDisk log;
    log.fill(2 * per_segment + 5);
    ASSERT_FALSE(log.storage->remove(segment_file_name(2)));
    const Reading reading = read_all(log.reader());
    EXPECT_EQ(reading.last, LogRead::damaged);
    EXPECT_NE(reading.problem.find("0000000002.log"), std::string::npos);
}

TEST(LogReader, a_file_that_was_cut_is_damage) {
    for (const std::uint64_t bytes : {0U, 100U, 4096U, 8192U, 65535U}) {
        LogOnDisk log;
        log.fill(5);
        log.disk.truncate(segment_file_name(1), bytes);
        const Reading reading = read_all(log.reader());
        EXPECT_EQ(reading.last, LogRead::damaged) << bytes;
        EXPECT_NE(reading.problem.find("0000000001.log"), std::string::npos);
    }
}

/// No flip of a single bit in header or records is overlooked, be it the last record's.
TEST(LogReader, every_flipped_bit_is_found) {
    LogOnDisk log;
    log.fill(6);
    const std::string name = segment_file_name(1);
    const std::uint64_t end = log_block_bytes + 6 * RecordFrame::bytes(sizeof(Report));
    for (std::uint64_t bit = 0; bit < end * 8; ++bit) {
        log.disk.flip_bit(name, bit);
        const Reading reading = read_all(log.reader());
        ASSERT_TRUE(reading.last == LogRead::damaged || reading.end == LogEnd::damaged)
            << "bit " << bit;
        ASSERT_NE(reading.problem.find(name), std::string::npos);
        ASSERT_TRUE(are_reports_from(1, reading.reports));
        log.disk.flip_bit(name, bit);
    }
}

TEST(LogReader, a_flipped_bit_behind_the_end_is_no_record) {
    LogOnDisk log;
    log.fill(6);
    std::mt19937_64 random(random_seed());
    const std::uint64_t end = log_block_bytes + 6 * RecordFrame::bytes(sizeof(Report));
    for (int i = 0; i < 1000; ++i) {
        const std::uint64_t bit = end * 8 + random() % ((small_segment_bytes - end) * 8);
        log.disk.flip_bit(segment_file_name(1), bit);
        const Reading reading = read_all(log.reader());
        ASSERT_EQ(reading.reports.size(), 6U);
        ASSERT_NE(reading.end, LogEnd::clean);
        log.disk.flip_bit(segment_file_name(1), bit);
    }
}

TEST(LogReader, a_hole_before_a_later_segment_is_damage) {
    LogOnDisk log;
    log.fill(per_segment + 1);
    const std::uint64_t offset = log_block_bytes + (per_segment - 1) * RecordFrame::bytes(248);
    log.disk.flip_bit(segment_file_name(1), offset * 8);
    const Reading reading = read_all(log.reader());
    EXPECT_EQ(reading.last, LogRead::damaged);
    EXPECT_EQ(reading.reports.size(), per_segment - 1);
    EXPECT_NE(reading.problem.find("at byte " + std::to_string(offset)), std::string::npos)
        << reading.problem;
}

} // namespace pinion::shm::test
