#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <exception>
#include <functional>
#include <iostream>
#include <system_error>

namespace pinion::shm::test {

/// A second process that runs `work` and exits with what it returns; killed if it still runs at the
/// end. To be started while this process has one thread.
class ForkedProcess {
  public:
    explicit ForkedProcess(const std::function<int()>& work) : pid_(::fork()) {
        if (pid_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
        if (pid_ == 0) run(work);
    }

    ~ForkedProcess() {
        if (pid_ > 0) kill();
    }

    ForkedProcess(const ForkedProcess&) = delete;
    ForkedProcess& operator=(const ForkedProcess&) = delete;

    /// `kill -9`, at whatever it is doing.
    void kill() {
        ::kill(pid_, SIGKILL);
        wait();
    }

    /// Its exit code, or 128 + signal.
    int wait() {
        int status = 0;
        ::waitpid(pid_, &status, 0);
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    }

  private:
    [[noreturn]] static void run(const std::function<int()>& work) {
        int code = 99;
        try {
            code = work();
        } catch (const std::exception& error) {
            std::cerr << "in the child: " << error.what() << std::endl;
        }
        ::_exit(code);
    }

    pid_t pid_;
};

} // namespace pinion::shm::test
