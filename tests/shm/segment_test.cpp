// Life of a segment: made complete, found, owned by one, taken over, replaced, removed.
#include "shm/layout/segment_names.h"
#include "shm/segment.h"
#include "shm/sys/clock.h"
#include "tests/shm/forked_process.h"
#include "tests/shm/scoped_instance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <grp.h>
#include <sys/stat.h>

#include <fstream>
#include <string>

namespace pinion::shm {

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::size_t payload_bytes = 10'000; // not whole pages
constexpr std::uint64_t some_hash = 77;

struct SegmentTest : testing::Test {
    [[nodiscard]] SegmentSpec spec() const {
        return {engine_segment_name(instance.name(), 1),
                SegmentKind::engine,
                some_hash,
                payload_bytes,
                "",
                0600};
    }

    [[nodiscard]] Segment open(SegmentAccess access = SegmentAccess::read_write) const {
        return Segment::open(spec().name, SegmentKind::engine, some_hash, access);
    }

    [[nodiscard]] struct ::stat status() const {
        struct ::stat status {};

        EXPECT_EQ(::stat(("/dev/shm/" + spec().name).c_str(), &status), 0);
        return status;
    }

    /// Leaves a segment filled with `fill` whose owner was killed.
    void leave_behind(char fill, const SegmentSpec& spec) const {
        test::ForkedProcess owner([&] {
            const Segment segment = Segment::create(spec, filled_with(fill));
            return ::raise(SIGKILL);
        });
        ASSERT_EQ(owner.wait(), 128 + SIGKILL);
    }

    static std::function<void(std::span<std::byte>)> filled_with(char fill) {
        return [fill](std::span<std::byte> payload) {
            std::fill(payload.begin(), payload.end(), static_cast<std::byte>(fill));
        };
    }

    test::ScopedInstance instance;
};

char first_of(const Segment& segment) { return static_cast<char>(segment.payload().front()); }

SegmentError::Code code_of(const std::function<void()>& attempt) {
    try {
        attempt();
    } catch (const SegmentError& error) {
        EXPECT_THAT(error.what(), HasSubstr("/dev/shm/pinion.test-"));
        return error.code();
    }
    ADD_FAILURE() << "nothing was thrown";
    return SegmentError::Code::system;
}

} // namespace

TEST_F(SegmentTest, a_new_segment_is_zeroed_and_says_what_it_is) {
    bool was_zero = false;
    const Segment segment = Segment::create(spec(), [&](std::span<std::byte> payload) {
        was_zero = std::all_of(payload.begin(), payload.end(),
                               [](std::byte byte) { return byte == std::byte{}; });
    });
    EXPECT_TRUE(was_zero);
    EXPECT_FALSE(segment.was_adopted());
    EXPECT_EQ(segment.payload().size(), payload_bytes);
    EXPECT_EQ(segment.header().magic, segment_magic);
    EXPECT_EQ(segment.header().layout_version, segment_layout_version);
    EXPECT_EQ(segment.header().kind, SegmentKind::engine);
    EXPECT_EQ(segment.header().size_bytes, segment_header_bytes + payload_bytes);
    EXPECT_EQ(segment.header().creator_pid, ::getpid());
    EXPECT_NE(segment.header().creator_start_time, 0U);
    EXPECT_NE(segment.header().boot_id, 0U);
}

TEST_F(SegmentTest, all_its_memory_is_allocated_before_it_has_a_name) {
    bool had_name = true;
    const Segment segment = Segment::create(spec(), [&](std::span<std::byte>) {
        had_name = ::access(("/dev/shm/" + spec().name).c_str(), F_OK) == 0;
    });
    EXPECT_FALSE(had_name);
    EXPECT_GE(status().st_blocks * 512, static_cast<long>(segment_header_bytes + payload_bytes));
    EXPECT_THAT(instance.files(), ElementsAre(spec().name));
}

TEST_F(SegmentTest, what_one_writes_another_sees_at_another_address) {
    const Segment owner = Segment::create(spec(), filled_with('a'));
    const Segment other = open(SegmentAccess::read_only);
    EXPECT_NE(owner.payload().data(), other.payload().data());
    EXPECT_EQ(first_of(other), 'a');
    owner.payload().back() = std::byte{'z'};
    EXPECT_EQ(other.payload().back(), std::byte{'z'});
}

TEST_F(SegmentTest, a_read_only_mapping_cannot_be_written) {
    const Segment owner = Segment::create(spec(), filled_with('a'));
    const Segment reader = open(SegmentAccess::read_only);
    EXPECT_DEATH(reader.payload().front() = std::byte{'b'}, "");
    EXPECT_EQ(first_of(owner), 'a');
}

TEST_F(SegmentTest, a_second_owner_is_refused_while_the_first_lives) {
    const Segment owner = Segment::create(spec(), filled_with('a'));
    EXPECT_EQ(code_of([&] { static_cast<void>(Segment::create(spec(), filled_with('b'))); }),
              SegmentError::Code::in_use);
    EXPECT_EQ(
        code_of([&] { static_cast<void>(Segment::adopt_or_create(spec(), filled_with('b'))); }),
        SegmentError::Code::in_use);
    test::ForkedProcess other([&] {
        try {
            static_cast<void>(Segment::create(spec(), filled_with('b')));
        } catch (const SegmentError& error) {
            return error.code() == SegmentError::Code::in_use ? 0 : 1;
        }
        return 2;
    });
    EXPECT_EQ(other.wait(), 0);
    EXPECT_EQ(first_of(open()), 'a');
    EXPECT_FALSE(owner.is_unlinked());
    EXPECT_THAT(instance.files(), ElementsAre(spec().name)) << "no temporary file is left";
}

TEST_F(SegmentTest, a_dead_owners_segment_is_replaced_and_who_has_it_mapped_knows) {
    leave_behind('a', spec());
    const Segment old = open(SegmentAccess::read_only);
    EXPECT_FALSE(old.is_locked(SegmentRole::owner));
    EXPECT_FALSE(old.is_unlinked());

    const Segment fresh = Segment::create(spec(), filled_with('b'));
    EXPECT_TRUE(old.is_unlinked());
    EXPECT_EQ(first_of(old), 'a');
    EXPECT_NE(old.header().instance_id, fresh.header().instance_id);
    EXPECT_EQ(first_of(open()), 'b');
}

TEST_F(SegmentTest, a_dead_owners_segment_is_adopted_with_its_contents) {
    leave_behind('a', spec());
    const Segment mapped_before = open(SegmentAccess::read_only);
    Segment segment = Segment::adopt_or_create(spec(), filled_with('b'));
    EXPECT_TRUE(segment.was_adopted());
    EXPECT_EQ(first_of(segment), 'a');
    EXPECT_TRUE(segment.is_locked(SegmentRole::owner));
    EXPECT_FALSE(mapped_before.is_unlinked());
    EXPECT_EQ(
        code_of([&] { static_cast<void>(Segment::adopt_or_create(spec(), filled_with('c'))); }),
        SegmentError::Code::in_use);
}

TEST_F(SegmentTest, where_there_is_nothing_to_adopt_a_segment_is_created) {
    const Segment segment = Segment::adopt_or_create(spec(), filled_with('b'));
    EXPECT_FALSE(segment.was_adopted());
    EXPECT_EQ(first_of(segment), 'b');
}

TEST_F(SegmentTest, a_segment_of_another_layout_is_not_adopted_but_replaced) {
    SegmentSpec other_hash = spec();
    other_hash.layout_hash = some_hash + 1;
    SegmentSpec other_size = spec();
    other_size.payload_bytes = payload_bytes + 1;
    SegmentSpec other_kind = spec();
    other_kind.kind = SegmentKind::feed;
    for (const SegmentSpec& left : {other_hash, other_size, other_kind}) {
        leave_behind('a', left);
        const Segment segment = Segment::adopt_or_create(spec(), filled_with('b'));
        EXPECT_FALSE(segment.was_adopted());
        EXPECT_EQ(first_of(segment), 'b');
    }
}

TEST_F(SegmentTest, a_segment_from_before_the_hosts_last_boot_is_not_adopted) {
    leave_behind('a', spec());
    {
        std::fstream file("/dev/shm/" + spec().name,
                          std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(offsetof(SegmentHeader, boot_id));
        file.write("elsewhen", 8);
        ASSERT_TRUE(file.good());
    }
    EXPECT_FALSE(Segment::adopt_or_create(spec(), filled_with('b')).was_adopted());
}

TEST_F(SegmentTest, a_role_is_played_by_one_at_a_time_and_falls_free_on_death) {
    const Segment owner = Segment::create(spec(), filled_with('a'));
    Segment one = open();
    Segment two = open();
    EXPECT_FALSE(one.is_locked(SegmentRole::producer));
    EXPECT_TRUE(one.try_lock(SegmentRole::producer));
    EXPECT_TRUE(one.is_locked(SegmentRole::producer)) << "its own counts too";
    EXPECT_FALSE(two.try_lock(SegmentRole::producer));
    EXPECT_TRUE(open(SegmentAccess::read_only).is_locked(SegmentRole::producer));
    one.unlock(SegmentRole::producer);
    EXPECT_TRUE(two.try_lock(SegmentRole::producer));
    two.unlock(SegmentRole::producer);

    test::ForkedProcess producer([&] {
        Segment mine = open();
        return mine.try_lock(SegmentRole::producer) ? ::raise(SIGKILL) : 1;
    });
    EXPECT_EQ(producer.wait(), 128 + SIGKILL);
    EXPECT_TRUE(one.try_lock(SegmentRole::producer));
}

TEST_F(SegmentTest, two_venues_share_a_host) {
    const test::ScopedInstance other_instance;
    SegmentSpec other_spec = spec();
    other_spec.name = engine_segment_name(other_instance.name(), 1);
    const Segment ours = Segment::create(spec(), filled_with('a'));
    const Segment theirs = Segment::create(other_spec, filled_with('b'));
    EXPECT_EQ(first_of(open()), 'a');
    EXPECT_EQ(first_of(theirs), 'b');
    EXPECT_THAT(other_instance.files(), ElementsAre(other_spec.name));
}

TEST_F(SegmentTest, unlinking_removes_the_name_and_keeps_the_memory) {
    Segment owner = Segment::create(spec(), filled_with('a'));
    const Segment reader = open(SegmentAccess::read_only);
    owner.unlink();
    EXPECT_THAT(instance.files(), IsEmpty());
    EXPECT_TRUE(reader.is_unlinked());
    EXPECT_EQ(first_of(reader), 'a');
    EXPECT_EQ(code_of([&] { static_cast<void>(open()); }), SegmentError::Code::missing);
}

TEST_F(SegmentTest, unlinking_spares_a_newer_segment_of_the_same_name) {
    leave_behind('a', spec());
    Segment old = open();
    const Segment fresh = Segment::create(spec(), filled_with('b'));
    old.unlink();
    EXPECT_FALSE(fresh.is_unlinked());
}

TEST_F(SegmentTest, a_segment_of_another_version_is_neither_adopted_nor_replaced) {
    leave_behind('a', spec());
    {
        std::fstream file("/dev/shm/" + spec().name,
                          std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(offsetof(SegmentHeader, layout_version));
        file.put(99);
        ASSERT_TRUE(file.good());
    }
    for (auto* make : {Segment::create, Segment::adopt_or_create})
        EXPECT_EQ(code_of([&] { static_cast<void>(make(spec(), filled_with('b'))); }),
                  SegmentError::Code::wrong_layout);
    EXPECT_THAT(instance.files(), ElementsAre(spec().name)); // nothing temporary is left
}

TEST_F(SegmentTest, a_segment_is_as_young_as_its_owner_before_the_first_beat) {
    const std::int64_t before_ns = utc_now_ns();
    {
        const Segment segment = Segment::create(spec(), filled_with('a'));
        EXPECT_GE(segment.header().heartbeat_ns.load(), before_ns);
    }
    {
        Segment left = open();
        left.beat(1);
    }
    const Segment adopted = Segment::adopt_or_create(spec(), filled_with('b'));
    ASSERT_TRUE(adopted.was_adopted());
    EXPECT_GE(adopted.header().heartbeat_ns.load(), before_ns);
}

TEST_F(SegmentTest, a_beat_is_seen_outside) {
    Segment owner = Segment::create(spec(), filled_with('a'));
    const Segment reader = open(SegmentAccess::read_only);
    owner.beat(12345);
    EXPECT_EQ(reader.header().heartbeat_ns.load(), 12345);
}

TEST_F(SegmentTest, group_and_mode_are_as_asked_whatever_the_umask) {
    const ::mode_t old_mask = ::umask(0077);
    SegmentSpec shared = spec();
    shared.mode = 0660;
    const ::group* group = ::getgrgid(::getegid());
    if (group != nullptr) shared.group = group->gr_name;
    const Segment segment = Segment::create(shared, filled_with('a'));
    ::umask(old_mask);
    EXPECT_EQ(status().st_mode & 0777U, 0660U);
    EXPECT_EQ(status().st_gid, ::getegid());
}

TEST_F(SegmentTest, an_adopted_segment_gets_the_rights_of_the_new_spec) {
    leave_behind('a', spec());
    SegmentSpec shared = spec();
    shared.mode = 0640;
    const Segment segment = Segment::adopt_or_create(shared, filled_with('b'));
    EXPECT_TRUE(segment.was_adopted());
    EXPECT_EQ(status().st_mode & 0777U, 0640U);
}

TEST_F(SegmentTest, an_unknown_group_is_refused_and_leaves_nothing_behind) {
    SegmentSpec wrong = spec();
    wrong.group = "no-such-group-here";
    EXPECT_EQ(code_of([&] { static_cast<void>(Segment::create(wrong, filled_with('a'))); }),
              SegmentError::Code::system);
    EXPECT_THAT(instance.files(), IsEmpty());
}

TEST_F(SegmentTest, an_initialiser_that_throws_leaves_nothing_behind) {
    EXPECT_THROW(static_cast<void>(Segment::create(
                     spec(), [](std::span<std::byte>) { throw std::runtime_error("no"); })),
                 std::runtime_error);
    EXPECT_THAT(instance.files(), IsEmpty());
}

TEST_F(SegmentTest, more_memory_than_there_is_is_refused_at_once_and_in_words) {
    SegmentSpec huge = spec();
    huge.payload_bytes = std::size_t{1} << 50;
    try {
        static_cast<void>(Segment::create(huge, filled_with('a')));
        FAIL() << "a petabyte was found";
    } catch (const SegmentError& error) {
        EXPECT_EQ(error.code(), SegmentError::Code::system);
        EXPECT_THAT(error.what(), HasSubstr("needs 1125899906846720 bytes"));
        EXPECT_THAT(error.what(), HasSubstr("make the rings and pools in the config smaller"));
    }
    EXPECT_THAT(instance.files(), IsEmpty());
}

TEST_F(SegmentTest, what_a_maker_killed_half_way_left_is_cleaned_by_the_next) {
    test::ForkedProcess maker([&] {
        static_cast<void>(Segment::create(spec(), [](std::span<std::byte>) { ::raise(SIGKILL); }));
        return 0;
    });
    EXPECT_EQ(maker.wait(), 128 + SIGKILL);
    EXPECT_EQ(instance.files().size(), 1U) << "its temporary file";
    const Segment segment = Segment::create(spec(), filled_with('a'));
    EXPECT_THAT(instance.files(), ElementsAre(spec().name));
}

TEST_F(SegmentTest, of_many_who_create_at_once_one_wins) {
    constexpr int makers = 8;
    const Segment scores =
        Segment::create({feed_segment_name(instance.name(), 1), SegmentKind::feed, 1, 64, "", 0600},
                        [](std::span<std::byte>) {});
    auto& finished = *reinterpret_cast<std::atomic<int>*>(scores.payload().data());
    std::vector<std::unique_ptr<test::ForkedProcess>> processes;
    for (int i = 0; i < makers; ++i)
        processes.push_back(std::make_unique<test::ForkedProcess>([&] {
            std::optional<Segment> mine;
            try {
                mine.emplace(Segment::create(spec(), filled_with('a')));
            } catch (const SegmentError& error) {
                if (error.code() != SegmentError::Code::in_use) return 2;
            }
            finished.fetch_add(1);
            while (finished.load() < makers) ::usleep(1000); // a winner stays until all have tried
            return mine ? 1 : 0;
        }));
    int winners = 0;
    for (auto& process : processes) {
        const int code = process->wait();
        EXPECT_LE(code, 1);
        winners += code == 1;
    }
    EXPECT_EQ(winners, 1);
}

TEST_F(SegmentTest, a_name_that_is_none_is_refused) {
    for (const std::string& name : {std::string(), std::string("a/b"), std::string(".hidden"),
                                    std::string(300, 'x'), std::string("a\0b", 3)}) {
        SegmentSpec wrong = spec();
        wrong.name = name;
        EXPECT_THROW(static_cast<void>(Segment::create(wrong, filled_with('a'))), SegmentError);
        EXPECT_THROW(static_cast<void>(
                         Segment::open(name, SegmentKind::engine, 0, SegmentAccess::read_only)),
                     SegmentError);
    }
}

} // namespace pinion::shm
