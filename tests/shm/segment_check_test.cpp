// Files that are no segment for us: each is refused, and the message says what was found, what was
// expected and what to do.
#include "shm/layout/segment_names.h"
#include "shm/segment_check.h"
#include "tests/shm/random_seed.h"
#include "tests/shm/scoped_instance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>

namespace pinion::shm {

namespace {

using Code = SegmentError::Code;
using testing::AllOf;
using testing::HasSubstr;

struct SegmentCheckTest : testing::Test {
    SegmentCheckTest() : name(feed_segment_name(instance.name(), 3)) {
        header.magic = segment_magic;
        header.layout_version = segment_layout_version;
        header.kind = SegmentKind::feed;
        header.layout_hash = 0xabc;
        header.size_bytes = segment_header_bytes + 100;
    }

    void write_file(const std::string& bytes) const {
        std::ofstream("/dev/shm/" + name, std::ios::binary)
            .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    }

    void write_segment() const {
        std::string bytes(segment_header_bytes + 100, '\0');
        std::memcpy(bytes.data(), static_cast<const void*>(&header), 64);
        write_file(bytes);
    }

    void expect_refused(Code code, const testing::Matcher<std::string>& message) const {
        try {
            static_cast<void>(
                Segment::open(name, SegmentKind::feed, 0xabc, SegmentAccess::read_only));
            ADD_FAILURE() << "it was opened";
        } catch (const SegmentError& error) {
            EXPECT_EQ(error.code(), code);
            EXPECT_THAT(std::string(error.what()), AllOf(HasSubstr("/dev/shm/" + name), message));
        }
    }

    test::ScopedInstance instance;
    std::string name;
    SegmentHeader header{};
};

} // namespace

TEST_F(SegmentCheckTest, a_good_header_is_accepted) {
    write_segment();
    EXPECT_EQ(
        Segment::open(name, SegmentKind::feed, 0xabc, SegmentAccess::read_only).payload().size(),
        100U);
    EXPECT_NO_THROW(
        static_cast<void>(Segment::open(name, SegmentKind::feed, 0, SegmentAccess::read_only)));
}

TEST_F(SegmentCheckTest, a_missing_segment_is_said_to_be_missing) {
    expect_refused(Code::missing, HasSubstr("does not exist: start the process that makes it"));
}

TEST_F(SegmentCheckTest, a_wrong_magic_is_damage) {
    header.magic = 0x1234;
    write_segment();
    expect_refused(Code::damaged, HasSubstr("magic is 0x1234, expected 0x314e4f494e4950ff"));
}

TEST_F(SegmentCheckTest, another_layout_version_is_said_plainly) {
    header.layout_version = 9;
    write_segment();
    expect_refused(Code::wrong_layout,
                   HasSubstr("layout version is 9, expected 1; restart its owner with this "
                             "version of Pinion"));
}

TEST_F(SegmentCheckTest, another_kind_is_said_plainly) {
    header.kind = SegmentKind::engine;
    write_segment();
    expect_refused(Code::wrong_layout, HasSubstr("kind is engine, expected feed"));
    header.kind = SegmentKind{4711};
    write_segment();
    expect_refused(Code::wrong_layout, HasSubstr("kind is unknown kind 4711, expected feed"));
}

TEST_F(SegmentCheckTest, another_layout_hash_is_said_plainly) {
    header.layout_hash = 0xdef;
    write_segment();
    expect_refused(Code::wrong_layout, HasSubstr("layout hash is 0xdef, expected 0xabc"));
}

TEST_F(SegmentCheckTest, a_size_that_is_not_the_files_is_damage) {
    for (std::uint64_t size : {std::uint64_t{0}, std::uint64_t{4097}, ~std::uint64_t{0}}) {
        header.size_bytes = size;
        write_segment();
        expect_refused(Code::damaged, HasSubstr("size is 4196, expected " + std::to_string(size)));
    }
}

TEST_F(SegmentCheckTest, a_truncated_segment_is_refused_at_any_length) {
    write_segment();
    for (std::size_t bytes = segment_header_bytes + 99;; bytes -= 173) {
        std::filesystem::resize_file("/dev/shm/" + name, bytes);
        expect_refused(Code::damaged, testing::_);
        if (bytes < 173) break;
    }
    std::filesystem::resize_file("/dev/shm/" + name, 0);
    expect_refused(Code::damaged, HasSubstr("truncated: it has 0 bytes"));
}

TEST_F(SegmentCheckTest, garbage_is_refused) {
    std::mt19937_64 random(test::random_seed());
    for (int i = 0; i < 200; ++i) {
        std::string bytes(random() % 10'000, '\0');
        for (char& byte : bytes) byte = static_cast<char>(random());
        write_file(bytes);
        expect_refused(Code::damaged, testing::_);
    }
}

TEST_F(SegmentCheckTest, what_is_no_file_is_refused) {
    std::filesystem::create_directory("/dev/shm/" + name);
    expect_refused(Code::damaged, HasSubstr("is not a regular file"));
}

} // namespace pinion::shm
