#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <string>
#include <vector>

namespace pinion::engine::test {

/// A venue's instance name that no other test uses; what it left in /dev/shm goes with it.
class UniqueInstance {
  public:
    UniqueInstance() : name_("host-test-" + std::to_string(::getpid()) + "-" + next_number()) {}

    ~UniqueInstance() {
        for (const std::string& segment : segments())
            std::filesystem::remove("/dev/shm/" + segment);
    }

    UniqueInstance(const UniqueInstance&) = delete;
    UniqueInstance& operator=(const UniqueInstance&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }

    /// Names in /dev/shm that carry the instance.
    [[nodiscard]] std::vector<std::string> segments() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator("/dev/shm"))
            if (entry.path().filename().string().find(name_ + ".") != std::string::npos)
                names.push_back(entry.path().filename().string());
        return names;
    }

  private:
    static std::string next_number() {
        static std::atomic<int> number{0};
        return std::to_string(number++);
    }

    std::string name_;
};

} // namespace pinion::engine::test
