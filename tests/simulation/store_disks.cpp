#include "tests/simulation/store_disks.h"

#include <filesystem>

namespace pinion::test {

/// Of the store, whose file may not have its name yet, or any more.
std::string StoreDisks::path_of(int fd) {
    std::string path = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(fd));
    return path.substr(0, path.rfind(".fix") + 4);
}

} // namespace pinion::test
