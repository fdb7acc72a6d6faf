// A byte stream is cut into frames however it is chopped, and garbage never costs a good frame
// behind it.

#include "fix-gateway/codec/framer.h"
#include "tests/fix-gateway/support/fix_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace pinion::fix {
namespace {

constexpr std::size_t frame_max_bytes = 512;

const std::string first = test::fix_frame("35=0|49=A|56=B|34=1|52=20240101-00:00:00|");
const std::string second =
    test::fix_frame("35=D|49=A|56=B|34=2|52=20240101-00:00:00|11=x|58=8=FIX|");

std::vector<std::string> take(Framer& framer) {
    std::vector<std::string> frames;
    Frame frame{};
    for (FrameOutcome outcome; (outcome = framer.next(frame)) != FrameOutcome::partial;)
        if (outcome == FrameOutcome::complete)
            frames.emplace_back(frame.bytes.begin(), frame.bytes.end());
    return frames;
}

std::vector<std::string> frames_of(Framer& framer, const std::string& stream) {
    framer.append(stream);
    return take(framer);
}

std::string with_checksum(const std::string& frame, const char* checksum) {
    return frame.substr(0, frame.size() - 4) + checksum + '\x01';
}

TEST(Framer, cuts_a_stream_into_frames) {
    Framer framer(frame_max_bytes);
    EXPECT_EQ(frames_of(framer, first + second + first), (std::vector{first, second, first}));
    EXPECT_EQ(framer.garbled_count(), 0U);
    EXPECT_EQ(framer.buffered_bytes(), 0U);
}

TEST(Framer, knows_where_the_parts_of_a_frame_lie) {
    Framer framer(frame_max_bytes);
    framer.append(first);
    Frame frame{};
    ASSERT_EQ(framer.next(frame), FrameOutcome::complete);
    EXPECT_EQ(frame.begin_string(), "FIX.4.4");
    EXPECT_TRUE(frame.body().starts_with("35=0\x01"));
    EXPECT_TRUE(frame.body().ends_with("52=20240101-00:00:00\x01"));
}

TEST(Framer, a_frame_is_partial_until_its_last_byte) {
    Framer framer(frame_max_bytes);
    Frame frame{};
    for (std::size_t i = 0; i + 1 < second.size(); ++i) {
        framer.append({&second[i], 1});
        ASSERT_EQ(framer.next(frame), FrameOutcome::partial) << i;
    }
    framer.append({&second.back(), 1});
    EXPECT_EQ(framer.next(frame), FrameOutcome::complete);
}

TEST(Framer, what_is_no_frame_is_dropped_and_counted_and_the_next_frame_is_found) {
    const std::string wrong_order = "9=5\x01"
                                    "8=FIX.4.4\x01"
                                    "35=0\x01"
                                    "10=000\x01";
    const std::string type_not_third = test::fix_frame("49=A|35=0|56=B|");
    const std::string long_length = "8=FIX.4.4\x01"
                                    "9=99999999999999999999\x01"
                                    "35=0\x01";
    const std::string above_limit = "8=FIX.4.4\x01"
                                    "9=513\x01"
                                    "35=0\x01";
    const std::string no_length = "8=FIX.4.4\x01"
                                  "9=\x01"
                                  "35=0\x01"
                                  "10=000\x01";
    const std::string negative = "8=FIX.4.4\x01"
                                 "9=-5\x01"
                                 "35=0\x01"
                                 "10=000\x01";
    const std::string too_short_length = "8=FIX.4.4\x01"
                                         "9=5\x01"
                                         "35=0\x01"
                                         "49=A\x01"
                                         "10=000\x01";
    const std::string endless_version = "8=FIX" + std::string(100, '4');
    for (const std::string& garbage :
         {std::string("hello"), std::string("8=FIX"), std::string(300, '8'), wrong_order,
          type_not_third, long_length, above_limit, no_length, negative, too_short_length,
          endless_version, with_checksum(second, "abc")}) {
        Framer framer(frame_max_bytes);
        EXPECT_EQ(frames_of(framer, garbage + first), std::vector{first}) << garbage;
        EXPECT_GT(framer.garbled_count(), 0U) << garbage;
        EXPECT_EQ(framer.dropped_bytes(), garbage.size()) << garbage;
    }
}

TEST(Framer, a_frame_with_a_wrong_checksum_is_dropped_whole) {
    Framer framer(frame_max_bytes);
    const std::string bad = with_checksum(second, second.ends_with("000\x01") ? "001" : "000");
    EXPECT_EQ(frames_of(framer, bad + first), std::vector{first});
    EXPECT_EQ(framer.garbled_count(), 1U);
    EXPECT_EQ(framer.dropped_bytes(), bad.size());
}

TEST(Framer, a_run_of_garbage_counts_once) {
    Framer framer(frame_max_bytes);
    for (int i = 0; i < 50; ++i) frames_of(framer, "noise without end ");
    EXPECT_EQ(framer.garbled_count(), 1U);
    EXPECT_EQ(frames_of(framer, first), std::vector{first});
}

TEST(Framer, cleared_it_starts_afresh) {
    Framer framer(frame_max_bytes);
    frames_of(framer, first.substr(0, 20));
    framer.clear();
    EXPECT_EQ(frames_of(framer, second), std::vector{second});
}

TEST(Framer, good_frames_between_random_garbage_all_arrive_however_the_stream_is_chopped) {
    const char* given = std::getenv("PINION_SEED");
    const unsigned long seed =
        given != nullptr ? std::strtoul(given, nullptr, 10) : std::random_device{}();
    SCOPED_TRACE("PINION_SEED=" + std::to_string(seed));
    std::mt19937_64 random(seed);
    for (int round = 0; round < 200; ++round) {
        std::string stream;
        for (int i = 0; i < 20; ++i) {
            for (std::size_t noise = random() % 40; noise > 0; --noise)
                stream += "8=FIX\x01.9435"[random() % 11];
            stream += '\x02'; // no piece of garbage ends in what could begin a frame
            stream += first;
        }
        Framer framer(frame_max_bytes);
        std::size_t found = 0;
        for (std::size_t at = 0; at < stream.size();) {
            const std::size_t size = std::min<std::size_t>(stream.size() - at, 1 + random() % 100);
            framer.append({stream.data() + at, size});
            for (const std::string& frame : take(framer)) found += frame == first ? 1U : 0U;
            at += size;
        }
        ASSERT_EQ(found, 20U);
    }
}

} // namespace
} // namespace pinion::fix
