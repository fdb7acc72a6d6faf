#pragma once

#include "fix-gateway/store/store_disk.h"
#include "tests/fix-gateway/store/lossy_disk.h"

#include <map>
#include <memory>
#include <string>

namespace pinion::test {

/// The disk under all FIX stores of a host: a LossyDisk for each of them.
class StoreDisks final : public fix::StoreDisk {
  public:
    explicit StoreDisks(unsigned seed) : seed_(seed) {}

    bool sync(const Part& part) override { return disk_of(path_of(part.fd)).sync(part); }

    bool sync_directory_of(const std::string& path) override {
        return disk_of(path).sync_directory_of(path);
    }

    /// What is left is decided; the gateways must go right after it, and then `reboot` is due.
    void lose_host() {
        for (const auto& [path, disk] : disks_) disk->lose_host();
    }

    void reboot() {
        for (const auto& [path, disk] : disks_) disk->reboot();
    }

  private:
    static std::string path_of(int fd);

    LossyDisk& disk_of(const std::string& path) {
        auto& disk = disks_[path];
        if (!disk) disk = std::make_unique<LossyDisk>(path, ++seed_);
        return *disk;
    }

    unsigned seed_;
    std::map<std::string, std::unique_ptr<LossyDisk>> disks_;
};

} // namespace pinion::test
