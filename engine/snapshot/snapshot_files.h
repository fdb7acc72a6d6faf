#pragma once

#include "engine/matching_engine.h"
#include "engine/snapshot/snapshot_header.h"
#include "shm/storage/storage.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <system_error>
#include <vector>

namespace pinion::engine {

/// The snapshots of one engine, a file each, in a directory of their own. A file has its name only
/// when it is whole and synced.
///
/// Thread safety: none; several processes may read, one writes.
class SnapshotFiles {
  public:
    /// The directory must outlive this.
    SnapshotFiles(shm::Storage& directory, std::uint16_t engine, std::string instance);

    /// Sequences of the snapshots that are there, the newest first.
    [[nodiscard]] shm::Stored<std::vector<std::uint64_t>> sequences() const;

    /// Saves an engine as it is at that point. The caller knows that the command and its reports
    /// are durable elsewhere.
    [[nodiscard]] std::error_code write(const MatchingEngine& engine, const SnapshotPoint& point);

    /// Loads the snapshot of that sequence into an engine that was just built, and compares state
    /// hashes. Throws SnapshotError, with the file's path, if it is not what was saved or does not
    /// fit the engine's options.
    SnapshotInfo load(std::uint64_t sequence, MatchingEngine& engine) const;

    /// Removes all but the newest `count`. Which are left, the newest first.
    [[nodiscard]] shm::Stored<std::vector<std::uint64_t>> keep(std::size_t count);

    [[nodiscard]] std::string path(std::uint64_t sequence) const;

    /// Of the directory.
    [[nodiscard]] std::string path() const { return directory_.path(""); }

  private:
    shm::Storage& directory_;
    std::uint16_t engine_;
    std::string instance_;
};

/// "00000000000000001234.snapshot"
[[nodiscard]] std::string snapshot_file_name(std::uint64_t sequence);

} // namespace pinion::engine
