#pragma once

#include "engine/recovery/history.h"
#include "shm/record_log/log_reader.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace pinion::engine {

[[nodiscard]] shm::LogIdentity journal_identity(std::uint16_t engine, const std::string& instance);

/// An engine's journal, as the source of its history.
///
/// Thread safety: none. Errors: RecoveryError.
class JournalSource {
  public:
    /// The storage must outlive the source.
    JournalSource(shm::Storage& journal, std::uint16_t engine, const std::string& instance);

    /// Of the directory.
    [[nodiscard]] std::string path() const { return storage_.path(""); }

    /// Whether there is a journal at all.
    [[nodiscard]] bool is_there() const { return !reader_.segments().empty(); }

    /// The segments, the newest last.
    [[nodiscard]] const std::vector<shm::LogSegmentHeader>& segments() const {
        return reader_.segments();
    }

    /// Goes to the command `sequence`, which may be the one after the last; false if the journal
    /// has neither it nor the one before.
    [[nodiscard]] bool seek(std::uint64_t sequence);

    /// The same, where it must be: throws RecoveryError if it is not.
    void go_to(std::uint64_t sequence);

    /// The chain value before the command that is next.
    [[nodiscard]] std::uint64_t chain() const { return reader_.place().chain_before; }

    /// Where a writer goes on so that the command that is next is its first.
    [[nodiscard]] shm::SegmentPlace place() const { return reader_.place(); }

    /// Reads the next command; false if there is none.
    [[nodiscard]] bool read(shm::LogRecord& record);

    /// Refuses a journal whose end is damaged; whether a torn end has to be cut. Where nobody
    /// writes.
    [[nodiscard]] bool is_torn();

    /// Where `read` found nothing more: how the journal ends, clean or torn; nothing if more has
    /// come meanwhile. Refuses damage. An engine may be writing.
    [[nodiscard]] std::optional<shm::LogEnd> look_at_end();

    /// Throws RecoveryError if there is no journal at all.
    void require() const;

    /// The sequence of the command that is next.
    [[nodiscard]] std::uint64_t next_sequence() const { return reader_.next_sequence(); }

  private:
    shm::Storage& storage_;
    shm::LogReader reader_;
};

/// Whether both say the same, as far as a journal holds it.
[[nodiscard]] bool are_equal(const shm::LogRecord& one, const shm::LogRecord& other);

/// The first command behind `sequence` that was made by an engine of other options, according to
/// the segments' headers; a higher one than any if there is none.
[[nodiscard]] std::uint64_t
first_of_other_options(const std::vector<shm::LogSegmentHeader>& segments, std::uint64_t sequence,
                       std::uint64_t fingerprint);

} // namespace pinion::engine
