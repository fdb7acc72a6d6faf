#include "fix-gateway/store/store_disk.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <filesystem>

namespace pinion::fix {

namespace {

class HostDisk final : public StoreDisk {
  public:
    bool sync(const Part& part) override { return ::msync(part.begin, part.bytes, MS_SYNC) == 0; }

    bool sync_directory_of(const std::string& path) override {
        const std::string directory = std::filesystem::absolute(path).parent_path();
        const int fd = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
        if (fd < 0) return false;
        const bool is_synced = ::fsync(fd) == 0;
        ::close(fd);
        return is_synced;
    }
};

} // namespace

StoreDisk& host_disk() {
    static HostDisk disk;
    return disk;
}

} // namespace pinion::fix
