#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pinion::shm {

/// A program that a test or benchmark runs, its standard output and error read line by line. Killed
/// if it still runs at the end; asked to stop (TERM) when the thread that started it ends.
/// Thread safety: none.
class ChildProcess {
  public:
    /// Starts the program `arguments[0]`, on `cores` if there are any, else on those of this
    /// thread. Throws std::system_error if there is no such program.
    explicit ChildProcess(std::vector<std::string> arguments, std::span<const int> cores = {});
    ~ChildProcess();
    ChildProcess(ChildProcess&& other) noexcept;
    ChildProcess& operator=(ChildProcess&& other) noexcept;

    /// The rest of the first line that starts with `prefix`; nothing if it does not come in time.
    std::optional<std::string> wait_for_line(const std::string& prefix,
                                             std::chrono::milliseconds timeout);

    /// The exit code, or 128 + signal; nothing if it still runs after the timeout.
    std::optional<int> wait_for_exit(std::chrono::milliseconds timeout);

    void signal(int number) const;

    [[nodiscard]] pid_t pid() const { return pid_; }

    /// What was read of what it printed.
    [[nodiscard]] const std::string& output() const { return output_; }

  private:
    /// Reads what is there, waiting for it at most until `deadline`; false at the end of the output
    /// or time.
    bool read_some(std::chrono::steady_clock::time_point deadline);

    pid_t pid_ = -1;
    int output_fd_ = -1;
    std::string output_;
    std::optional<int> exit_code_;
};

} // namespace pinion::shm
