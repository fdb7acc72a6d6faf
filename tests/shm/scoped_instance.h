#pragma once

#include <unistd.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace pinion::shm::test {

/// A venue's instance name that no other test uses; what it left in /dev/shm goes with it.
class ScopedInstance {
  public:
    ScopedInstance()
        : name_("test-" + std::to_string(::getpid()) + "-" + std::to_string(count_++)) {}

    ~ScopedInstance() {
        for (const std::string& file : files()) std::filesystem::remove("/dev/shm/" + file);
    }

    ScopedInstance(const ScopedInstance&) = delete;
    ScopedInstance& operator=(const ScopedInstance&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }

    /// Everything in /dev/shm that carries the name, temporary files included.
    [[nodiscard]] std::vector<std::string> files() const {
        std::vector<std::string> found;
        for (const auto& entry : std::filesystem::directory_iterator("/dev/shm")) {
            std::string file = entry.path().filename().string();
            if (file.find("pinion." + name_ + ".") != std::string::npos)
                found.push_back(std::move(file));
        }
        return found;
    }

  private:
    static inline int count_ = 0;
    std::string name_;
};

} // namespace pinion::shm::test
