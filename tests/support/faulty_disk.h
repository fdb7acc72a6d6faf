#pragma once

#include "shm/storage/storage.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace pinion::test {

/// How a disk fails. Chances are from 0 to 1.
struct DiskFaults {
    double read_error = 0;  ///< EIO
    double write_error = 0; ///< EIO; some of the write's sectors may be on the disk
    double sync_error = 0;  ///< EIO; what was not synced may be gone, and no later sync tells
    double misdirected = 0; ///< a write of whole sectors goes to another place of its file
    double lost_min = 0.8;  ///< at least this share of what was not synced goes with the power
    std::optional<std::string>
        unreadable{}; ///< path of a directory: EIO for its list and who reads its files
    std::optional<std::string>
        undeletable{}; ///< path of a directory: EIO for who removes its files
    std::uint64_t bytes_max = std::numeric_limits<std::uint64_t>::max(); ///< then it is full
};

/// A disk in memory with a cache above it, as the kernel has: who reads sees what was written, the
/// disk has it for certain after a sync. All chance comes from the seed.
/// Thread safety: any number of threads (then chance depends on their order, too).
class FaultyDisk {
  public:
    explicit FaultyDisk(std::uint64_t seed);

    FaultyDisk(const FaultyDisk&) = delete;
    FaultyDisk& operator=(const FaultyDisk&) = delete;
    ~FaultyDisk();

    /// The top directory, as the present boot sees it. The disk must outlive it.
    [[nodiscard]] std::unique_ptr<shm::Storage> storage();

    void set_faults(const DiskFaults& faults);

    /// Called within each sync, before anything of it is done: a test may take its time there.
    void set_sync_hook(std::function<void()> hook);

    /// The host is gone: un-synced sectors or blocks, of 512 bytes or 4 KiB, and names are lost or
    /// not, each for itself. Storages and files of before write into nothing from here on.
    void lose_power();

    /// Paths of all files, such as "journal/0000000001.log".
    [[nodiscard]] std::vector<std::string> files() const;

    [[nodiscard]] std::vector<std::byte> content(const std::string& path) const;

    /// Damage that is there for good, in the cache and on the disk.
    void flip_bit(const std::string& path, std::uint64_t bit);
    void truncate(const std::string& path, std::uint64_t bytes);

    /// A write of 512 bytes or 4 KiB went to another place of the file, over what was there.
    void misdirect(const std::string& path);

  private:
    class Directory;
    class File;

    /// Whole sectors of the cache, on their way to the disk.
    struct Write {
        std::uint64_t offset; ///< on the disk
        std::vector<std::byte> bytes;
    };

    struct Inode {
        std::vector<std::byte> cached;
        std::vector<std::byte> on_disk;
        std::vector<Write> unsynced;
    };

    using Names = std::map<std::string, std::shared_ptr<Inode>>;

    struct Node {
        Names names;
        std::vector<Names> unsynced; ///< what the disk may have after a loss of power: one of these
        std::map<std::string, std::shared_ptr<Node>> directories;
    };

    [[nodiscard]] bool happens(double chance);
    [[nodiscard]] std::uint64_t below(std::uint64_t limit);
    [[nodiscard]] bool fits(std::uint64_t more_bytes);
    [[nodiscard]] std::error_code write(Inode& inode, std::uint64_t offset,
                                        std::span<const std::byte> bytes);
    [[nodiscard]] std::error_code sync(Inode& inode);
    void keep_some(Inode& inode, double lost, std::uint64_t piece_bytes);
    [[nodiscard]] std::shared_ptr<Node> after_power_loss(Node& node, double lost,
                                                         std::uint64_t piece_bytes);
    [[nodiscard]] std::shared_ptr<Inode> find(const std::string& path) const;

    mutable std::mutex mutex_;
    std::mt19937_64 random_;
    DiskFaults faults_;
    std::function<void()> sync_hook_;
    std::shared_ptr<Node> root_;
};

} // namespace pinion::test
