#include "tests/support/refused_system_calls.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <system_error>
#include <thread>

namespace pinion::test {

namespace {

constexpr std::uint16_t load = BPF_LD | BPF_W | BPF_ABS;
constexpr std::uint16_t jump_if_equal = BPF_JMP | BPF_JEQ | BPF_K;
constexpr std::uint16_t give = BPF_RET | BPF_K;

void refuse(const std::vector<int>& numbers, int error) {
    std::vector<::sock_filter> program{{load, 0, 0, offsetof(::seccomp_data, nr)}};
    const std::uint32_t refusal = SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(error);
    for (const int number : numbers) {
        program.push_back({jump_if_equal, 0, 1, static_cast<std::uint32_t>(number)});
        program.push_back({give, 0, 0, refusal});
    }
    program.push_back({give, 0, 0, SECCOMP_RET_ALLOW});
    const ::sock_fprog filter{static_cast<std::uint16_t>(program.size()), program.data()};
    if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) != 0)
        throw std::system_error(errno, std::generic_category(), "seccomp");
}

} // namespace

void with_refused_system_calls(const std::vector<int>& numbers, int error,
                               const std::function<void()>& work) {
    std::exception_ptr failure;
    std::thread([&] {
        try {
            refuse(numbers, error);
            work();
        } catch (...) {
            failure = std::current_exception();
        }
    }).join();
    if (failure) std::rethrow_exception(failure);
}

} // namespace pinion::test
