#pragma once

#include "fix-gateway/store/store_disk.h"

#include <sys/types.h>

#include <cstddef>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace pinion::test {

/// A host that can be lost under one store. What the store has synced survives that; of the rest
/// any sectors may, in the state in which they are or in one in which they were written back.
class LossyDisk final : public fix::StoreDisk {
  public:
    /// Thrown by a sync in which the host dies.
    struct HostLost {};

    LossyDisk(std::string store_path, unsigned seed)
        : path_(std::move(store_path)), random_(seed) {}

    ~LossyDisk() override;

    bool sync(const Part& part) override;
    bool sync_directory_of(const std::string& path) override;

    /// The host writes some sectors back on its own.
    void write_some_back();

    /// Leaves at the store's path what the disk holds now. Close the store right after it.
    void lose_host();

    /// The host dies in the sync after the next `syncs`; at once if that is 0.
    void lose_host_after(int syncs) { syncs_left_ = syncs; }

    /// Syncs fail from now on, or work again.
    void fail(bool fails) { fails_ = fails; }

    /// Puts what is left in the place of the store that was open. The store must be closed.
    void reboot();

  private:
    static constexpr std::size_t sector_bytes = 512;

    struct File {
        int fd;
        std::vector<char> image; ///< what the disk holds for sure
    };

    File& file_of(int fd);
    void may_die();
    [[nodiscard]] std::vector<char> what_is_left(const File& file);

    std::string path_;
    std::mt19937 random_;
    std::map<::ino_t, File> files_;
    ::ino_t newest_ = 0;  ///< has the store's name now, or is about to
    ::ino_t durable_ = 0; ///< had it when the directory was synced
    std::vector<char> left_;
    int syncs_left_ = -1;
    bool fails_ = false;
};

} // namespace pinion::test
