#include "latency/bench/child_program.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace pinion::latency {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds stop_timeout{2};
constexpr int cannot_run = 127;

[[noreturn]] void fail(const char* what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::string path_beside_us(const std::string& program) {
    return std::filesystem::read_symlink("/proc/self/exe").replace_filename(program).string();
}

} // namespace

ChildProgram::ChildProgram(std::vector<std::string> arguments, std::span<const int> cores)
    : name_(arguments.front()) {
    arguments.front() = path_beside_us(name_);
    std::vector<char*> argv;
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    cpu_set_t core_set;
    CPU_ZERO(&core_set);
    for (const int core : cores) CPU_SET(static_cast<std::size_t>(core), &core_set);

    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
    pid_ = ::fork();
    if (pid_ == 0) { // only what is safe between fork and exec
        ::prctl(PR_SET_PDEATHSIG, SIGTERM);
        ::sched_setaffinity(0, sizeof(core_set), &core_set);
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(ends[1], STDERR_FILENO);
        ::execv(argv.front(), argv.data());
        ::_exit(cannot_run);
    }
    ::close(ends[1]);
    output_fd_ = ends[0];
    if (pid_ >= 0) return;
    ::close(output_fd_);
    fail("fork");
}

ChildProgram::~ChildProgram() {
    ::kill(pid_, SIGTERM);
    const auto deadline = Clock::now() + stop_timeout;
    while (::waitpid(pid_, nullptr, WNOHANG) == 0) {
        if (Clock::now() > deadline) ::kill(pid_, SIGKILL);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    ::close(output_fd_);
}

std::string ChildProgram::wait_for_line(const std::string& prefix,
                                        std::chrono::milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    while (true) {
        const std::size_t begin = output_.starts_with(prefix) ? 0 : output_.find("\n" + prefix);
        if (begin != std::string::npos) {
            const std::size_t value = output_.find(prefix, begin) + prefix.size();
            const std::size_t end = output_.find('\n', value);
            if (end != std::string::npos) return output_.substr(value, end - value);
        }
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        if (left.count() <= 0 || !read_some(left))
            throw std::runtime_error(name_ + " did not start: " + output_);
    }
}

const std::string& ChildProgram::output() {
    while (read_some(std::chrono::milliseconds(0))) {
    }
    return output_;
}

/// False at the end of the output or of the time.
bool ChildProgram::read_some(std::chrono::milliseconds timeout) {
    pollfd readable{output_fd_, POLLIN, 0};
    if (::poll(&readable, 1, static_cast<int>(timeout.count())) <= 0) return false;
    std::array<char, 4096> buffer;
    const ssize_t count = ::read(output_fd_, buffer.data(), buffer.size());
    if (count <= 0) return false;
    output_.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

} // namespace pinion::latency
