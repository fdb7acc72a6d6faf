#pragma once

#include <sys/types.h>

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace pinion::latency {

/// A program of this build, run beside the benchmark on cores of its own. At the end it is asked to
/// stop, and killed if it does not; it is asked to stop, too, when the benchmark dies.
/// Thread safety: none; the thread that starts it must outlive it.
class ChildProgram {
  public:
    /// Runs `arguments[0]`, a program in this one's directory, wherever this thread is pinned, on
    /// `cores`. Throws std::system_error.
    ChildProgram(std::vector<std::string> arguments, std::span<const int> cores);
    ~ChildProgram();

    ChildProgram(const ChildProgram&) = delete;
    ChildProgram& operator=(const ChildProgram&) = delete;

    /// The rest of the first line that starts with `prefix`. Throws std::runtime_error, with all
    /// that the program said, when it ends before or the time is over.
    [[nodiscard]] std::string wait_for_line(const std::string& prefix,
                                            std::chrono::milliseconds timeout);

    /// All that it has said so far.
    [[nodiscard]] const std::string& output();

  private:
    [[nodiscard]] bool read_some(std::chrono::milliseconds timeout);

    std::string name_;
    pid_t pid_ = -1;
    int output_fd_ = -1;
    std::string output_;
};

} // namespace pinion::latency
