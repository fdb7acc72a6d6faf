#pragma once

#include "engine/audit/audit_line.h"
#include "engine/audit/file_end.h"
#include "shm/storage/storage.h"

#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace pinion::engine {

/// Lines of a history in files that are only appended to, each called by the sequence of its first
/// command: "00000000000000001234.jsonl". A file that is full ends behind a command; when the next
/// one is there, it is compressed ("....jsonl.zst") and goes.
///
/// Who writes may die at any instant: the next one goes on where the last ended, neither loses nor
/// repeats a line, and finds out if the lines that are there are of another history.
///
/// Thread safety: none; one writer for a directory. Errors: std::runtime_error, which names the
/// file; nothing is lost then either.
class AuditFiles {
  public:
    /// Finishes what was begun, and looks where the last line is. The directory outlives this.
    AuditFiles(shm::Storage& directory, std::uint64_t file_bytes_max);

    /// From where on lines must be told again: the last one that is there is the first.
    [[nodiscard]] LinePlace from() const { return from_; }

    /// Before the first line: the history that will be told begins with that command.
    void begin(std::uint64_t sequence);

    /// Lines come in order, from `from()` on, or from where the history begins behind that.
    void write(LinePlace place, const std::string& line);

    /// The kernel has all lines afterwards. Only where the history ends.
    void flush();

    /// The disk has all lines afterwards, and all full files are compressed. Anywhere.
    void close();

  private:
    void finish_compressions();
    void open_newest();
    void open(const std::string& name);
    void cut_what_was_lost();
    [[nodiscard]] std::uint64_t file_bytes() const;
    void append(std::string_view text);
    void write_buffer();
    void open_next(std::uint64_t sequence);
    void wait_for_compression();
    [[nodiscard]] std::string path() const;

    shm::Storage& directory_;
    std::uint64_t file_bytes_max_;
    LinePlace from_{};
    std::optional<LastLine> last_; ///< of a predecessor
    std::string expected_;         ///< what it wrote from there on, as far as it was not told again
    std::uint64_t first_sequence_ = 0; ///< of the file that is written; 0: there is none yet
    std::unique_ptr<shm::StoredFile> file_;
    std::uint64_t bytes_ = 0; ///< of that file, without the buffer's
    std::string buffer_;
    std::future<void> compression_; ///< last, since its thread uses the directory
};

} // namespace pinion::engine
