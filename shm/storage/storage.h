#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <system_error>
#include <vector>

/// The one way to a disk for everything that must outlive the host. A test puts a disk of its own
/// behind it, that loses, tears and fails (tests/support/faulty_disk.h).
///
/// Errors are values everywhere: a disk may fail while the venue runs. Sizes and offsets are bytes.
namespace pinion::shm {

/// A value, or why there is none.
template <class Value>
struct Stored {
    std::error_code error;
    Value value{};
};

/// An open file. Thread safety: one thread at a time.
class StoredFile {
  public:
    StoredFile() = default;
    StoredFile(const StoredFile&) = delete;
    StoredFile& operator=(const StoredFile&) = delete;
    virtual ~StoredFile() = default;

    /// Fills `bytes` from `offset` on; the count is smaller only at the end of the file.
    [[nodiscard]] virtual Stored<std::size_t> read_at(std::uint64_t offset,
                                                      std::span<std::byte> bytes) = 0;

    /// Writes all of `bytes`. After an error any part of them may be written.
    [[nodiscard]] virtual std::error_code write_at(std::uint64_t offset,
                                                   std::span<const std::byte> bytes) = 0;

    /// Makes the file that long by writing zeros at its end, so that later writes find their blocks
    /// and a sync of them has nothing to do but the data. Not synced.
    [[nodiscard]] virtual std::error_code preallocate(std::uint64_t bytes) = 0;

    /// What was written survives the loss of the host once this succeeds. After a failure nothing
    /// is known of what was written since the last success, even if a later sync succeeds.
    [[nodiscard]] virtual std::error_code sync() = 0;

    [[nodiscard]] virtual Stored<std::uint64_t> size() const = 0;

    /// The kernel's descriptor, for who writes in another way than this; -1 if there is none.
    [[nodiscard]] virtual int descriptor() const { return -1; }
};

enum class FileAccess { read_only, read_write };

/// A directory. Names are those of files or directories in it, without slashes.
/// Thread safety: any number of threads.
class Storage {
  public:
    Storage() = default;
    Storage(const Storage&) = delete;
    Storage& operator=(const Storage&) = delete;
    virtual ~Storage() = default;

    /// Names of its files, sorted.
    [[nodiscard]] virtual Stored<std::vector<std::string>> list() = 0;

    /// A new file, for reading and writing; std::errc::file_exists if there is one.
    [[nodiscard]] virtual Stored<std::unique_ptr<StoredFile>> create(const std::string& name) = 0;

    [[nodiscard]] virtual Stored<std::unique_ptr<StoredFile>> open(const std::string& name,
                                                                   FileAccess access) = 0;

    /// Replaces a file called `to`.
    [[nodiscard]] virtual std::error_code rename(const std::string& from,
                                                 const std::string& to) = 0;

    [[nodiscard]] virtual std::error_code remove(const std::string& name) = 0;

    /// Names created, renamed and removed so far survive the loss of the host once this succeeds.
    [[nodiscard]] virtual std::error_code sync() = 0;

    /// A directory in this one, made if it is missing, and then synced.
    [[nodiscard]] virtual Stored<std::unique_ptr<Storage>> directory(const std::string& name) = 0;

    /// How messages call the file `name`; the directory itself if that is empty.
    [[nodiscard]] virtual std::string path(const std::string& name) const = 0;
};

} // namespace pinion::shm
