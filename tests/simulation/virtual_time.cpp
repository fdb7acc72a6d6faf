#include "tests/simulation/virtual_time.h"

#include <sys/random.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>

namespace pinion::test {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t yield_ns = 1'000;

thread_local VirtualTime* present = nullptr;

timespec timespec_of(std::int64_t ns) { return {ns / second_ns, ns % second_ns}; }

std::int64_t ns_of(const timespec& time) {
    return static_cast<std::int64_t>(time.tv_sec) * second_ns + time.tv_nsec;
}

timespec now_of(clockid_t clock) {
    if (present != nullptr) return timespec_of(present->now_ns());
    timespec now{};
    ::syscall(SYS_clock_gettime, clock, &now);
    return now;
}

} // namespace

VirtualTime::VirtualTime(std::int64_t begin_ns, std::uint64_t seed)
    : now_ns_(begin_ns), random_(seed) {
    present = this;
}

VirtualTime::~VirtualTime() { present = nullptr; }

} // namespace pinion::test

// A program's own functions come before the C library's, for all that is linked to it.
extern "C" {

using pinion::test::present;

int clock_gettime(clockid_t clock, timespec* now) noexcept {
    *now = pinion::test::now_of(clock);
    return 0;
}

int gettimeofday(timeval* now, void*) noexcept {
    const timespec time = pinion::test::now_of(CLOCK_REALTIME);
    *now = {time.tv_sec, time.tv_nsec / 1000};
    return 0;
}

time_t time(time_t* now) noexcept {
    const time_t seconds = pinion::test::now_of(CLOCK_REALTIME).tv_sec;
    if (now != nullptr) *now = seconds;
    return seconds;
}

int clock_nanosleep(clockid_t clock, int flags, const timespec* time, timespec* left) {
    if (present == nullptr)
        return static_cast<int>(::syscall(SYS_clock_nanosleep, clock, flags, time, left)) == 0
                   ? 0
                   : errno;
    const std::int64_t ns = pinion::test::ns_of(*time);
    (flags & TIMER_ABSTIME) != 0 ? present->pass_until(ns) : present->pass(ns);
    return 0;
}

int nanosleep(const timespec* time, timespec* left) {
    if (present == nullptr) return static_cast<int>(::syscall(SYS_nanosleep, time, left));
    present->pass(pinion::test::ns_of(*time));
    return 0;
}

int sched_yield() noexcept {
    if (present != nullptr) present->pass(pinion::test::yield_ns);
    return static_cast<int>(::syscall(SYS_sched_yield));
}

ssize_t getrandom(void* bytes, size_t count, unsigned flags) {
    if (present == nullptr) return ::syscall(SYS_getrandom, bytes, count, flags);
    auto* out = static_cast<unsigned char*>(bytes);
    for (size_t at = 0; at < count; at += sizeof(std::uint64_t)) {
        const std::uint64_t word = present->random();
        std::memcpy(out + at, &word, std::min(sizeof(word), count - at));
    }
    return static_cast<ssize_t>(count);
}
}
