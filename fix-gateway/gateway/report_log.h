#pragma once

#include "shm/messages/report.h"
#include "shm/record_log/log_reader.h"
#include "shm/storage/storage.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace pinion::fix {

/// Opens a directory; null if it is not there. Throws std::system_error.
using OpenDirectory = std::function<std::unique_ptr<shm::Storage>(const std::string& path)>;

/// On this host.
[[nodiscard]] std::unique_ptr<shm::Storage> open_directory(const std::string& path);

/// An engine's output log for this gateway: every report that the ring has lost, in its place.
///
/// Thread safety: none; the gateway's thread, which waits for the disk here: only who is late reads
/// it. Errors: `fault` says why a log cannot be read; it is opened again with each try.
class ReportLog {
  public:
    /// `directory` is the log's; it need not be there yet.
    ReportLog(std::string directory, shm::LogIdentity identity, OpenDirectory open_directory);

    /// The first report from `sequence` on; false if there is none yet, or none can be had.
    [[nodiscard]] bool read(std::uint64_t sequence, shm::Report& report);

    /// The first report that is still had; 1 if there is none yet.
    [[nodiscard]] std::uint64_t first();

    [[nodiscard]] const std::string& fault() const { return fault_; }

  private:
    [[nodiscard]] shm::LogRead try_read(std::uint64_t sequence, shm::Report& report);
    [[nodiscard]] shm::LogRead go_to(std::uint64_t sequence);
    void open();

    std::string directory_;
    shm::LogIdentity identity_;
    OpenDirectory open_directory_;
    std::unique_ptr<shm::Storage> storage_;
    std::optional<shm::LogReader> reader_; ///< while it is in order
    std::int64_t next_try_ns_ = 0;         ///< a log that has nothing is not asked in every turn
    std::string fault_;
};

} // namespace pinion::fix
