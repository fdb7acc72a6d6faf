#pragma once

#include "fix-gateway/store/store_disk.h"
#include "fix-gateway/store/store_layout.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>

namespace pinion::fix {

/// A store that cannot be had: which file, why, and what to do. Thrown at start-up only.
class StoreError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// The mapped and locked file under a store. Every mapped byte is allocated on disk, so that a full
/// disk is an error of `grow` and never a SIGBUS; the file grows by whole chunks, into addresses
/// that were kept free for it: nothing moves. The lock belongs to the open file description: it
/// goes with its holder, however that dies.
///
/// Thread safety: one thread, and another one that calls `grow`. Errors: `open` throws StoreError;
/// the rest returns false.
class StoreFile {
  public:
    static constexpr std::size_t chunk_bytes = 1 << 20;
    static constexpr std::size_t size_max = std::size_t{32} << 30;

    /// Opens or makes the store of `session`; a new one gets an epoch of the present time.
    /// Throws StoreError if the file is another session's, not a store, or in use.
    [[nodiscard]] static StoreFile open(const std::string& path, const std::string& session);

    StoreFile(const StoreFile&) = delete;
    StoreFile& operator=(const StoreFile&) = delete;
    StoreFile(StoreFile&& other) noexcept;
    StoreFile& operator=(StoreFile&& other) noexcept;
    ~StoreFile();

    [[nodiscard]] StoreHeader& header() const { return *reinterpret_cast<StoreHeader*>(base_); }

    [[nodiscard]] StoreMarks& marks() const {
        return *reinterpret_cast<StoreMarks*>(base_ + store_page_bytes);
    }

    [[nodiscard]] std::byte* at(std::size_t offset) const { return base_ + offset; }

    /// Bytes that are mapped; it only rises.
    [[nodiscard]] std::size_t size() const { return size_.load(std::memory_order_acquire); }

    [[nodiscard]] const std::string& path() const { return path_; }

    /// Whether `open` made the file.
    [[nodiscard]] bool is_new() const { return is_new_; }

    /// A part of it that can be synced.
    [[nodiscard]] StoreDisk::Part part(std::size_t offset, std::size_t bytes) const {
        return {fd_, at(offset), offset, bytes};
    }

    /// Adds zeroed chunks, faulted in, so that at least `bytes` more are there; false if the disk
    /// is full.
    [[nodiscard]] bool grow(std::size_t bytes);

    /// A fresh file of the next epoch beside this one, locked, not yet in its place.
    [[nodiscard]] bool make_successor(StoreFile& successor) const;

    /// Gives this file, made by `make_successor`, its predecessor's name.
    [[nodiscard]] bool take_place();

    StoreFile() = default; ///< no file

  private:
    [[nodiscard]] bool map(std::size_t size);
    void initialise(const std::string& session, std::uint32_t session_epoch) const;
    void check(const std::string& session) const;
    void close();

    std::string path_;
    std::string temporary_path_; ///< where the file is until `take_place`
    int fd_ = -1;
    std::byte* base_ = nullptr; ///< of `size_max` addresses, mapped or not
    std::atomic<std::size_t> size_{0};
    bool is_new_ = false;
};

} // namespace pinion::fix
