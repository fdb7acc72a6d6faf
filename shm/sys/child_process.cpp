#include "shm/sys/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <thread>
#include <utility>

namespace pinion::shm {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds poll_interval{5};
constexpr int cannot_run = 127;

[[noreturn]] void fail(const std::string& what) {
    throw std::system_error(errno, std::generic_category(), what);
}

std::optional<std::string> line_with_prefix(const std::string& text, const std::string& prefix) {
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = text.find('\n', begin);
        if (end == std::string::npos) break;
        if (text.compare(begin, prefix.size(), prefix) == 0)
            return text.substr(begin + prefix.size(), end - begin - prefix.size());
        begin = end + 1;
    }
    return std::nullopt;
}

} // namespace

ChildProcess::ChildProcess(std::vector<std::string> arguments, std::span<const int> cores) {
    if (::access(arguments.front().c_str(), X_OK) != 0) fail(arguments.front());
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
        if (!cores.empty()) ::sched_setaffinity(0, sizeof(core_set), &core_set);
        ::dup2(ends[1], STDOUT_FILENO);
        ::dup2(ends[1], STDERR_FILENO);
        ::execv(argv.front(), argv.data());
        ::_exit(cannot_run);
    }
    ::close(ends[1]);
    output_fd_ = ends[0];
    if (pid_ > 0) return;
    ::close(output_fd_);
    fail("fork");
}

ChildProcess::~ChildProcess() {
    if (pid_ > 0 && !exit_code_) {
        signal(SIGKILL);
        ::waitpid(pid_, nullptr, 0);
    }
    if (output_fd_ >= 0) ::close(output_fd_);
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept { *this = std::move(other); }

ChildProcess& ChildProcess::operator=(ChildProcess&& other) noexcept {
    std::swap(pid_, other.pid_);
    std::swap(output_fd_, other.output_fd_);
    std::swap(output_, other.output_);
    std::swap(exit_code_, other.exit_code_);
    return *this;
}

std::optional<std::string> ChildProcess::wait_for_line(const std::string& prefix,
                                                       std::chrono::milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    while (true) {
        if (auto line = line_with_prefix(output_, prefix)) return line;
        if (!read_some(deadline)) return std::nullopt;
    }
}

std::optional<int> ChildProcess::wait_for_exit(std::chrono::milliseconds timeout) {
    const auto deadline = Clock::now() + timeout;
    while (!exit_code_) {
        int status = 0;
        if (::waitpid(pid_, &status, WNOHANG) == pid_) {
            exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
            while (read_some(deadline)) {
            }
        } else if (Clock::now() >= deadline) {
            return std::nullopt;
        } else if (!read_some(std::min(deadline, Clock::now() + poll_interval))) {
            std::this_thread::sleep_for(poll_interval);
        }
    }
    return exit_code_;
}

void ChildProcess::signal(int number) const { ::kill(pid_, number); }

bool ChildProcess::read_some(Clock::time_point deadline) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    pollfd readable{output_fd_, POLLIN, 0};
    if (left.count() < 0 || ::poll(&readable, 1, static_cast<int>(left.count())) <= 0) return false;
    std::array<char, 4096> buffer;
    const ssize_t count = ::read(output_fd_, buffer.data(), buffer.size());
    if (count <= 0) return false;
    output_.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

} // namespace pinion::shm
