#pragma once

#include "fix-gateway/session/sequence_store.h"
#include "fix-gateway/store/store_file.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pinion::fix {

/// A FIX session's sent messages and sequence numbers in a memory-mapped file that may be left at
/// any instant, kill -9 included.
///
/// Invariants:
///  1. A message and the position of the report it came from are committed together, by one stamp;
///     the next number to send is recovered from the records, never kept apart from them.
///  2. The inbound number is one 8-byte word, stored after what the message caused is safe.
///  3. A sequence reset replaces the file by one of a higher session_epoch that keeps the report
///     positions.
///
/// Thread safety: none; one thread. Errors: the constructor throws StoreError; see SequenceStore
/// for the rest.
class MessageStore final : public SequenceStore {
  public:
    /// Opens the store, or makes it if there is none, and recovers it.
    MessageStore(const std::string& path, const std::string& session);

    bool append(std::uint32_t sequence, const char* bytes, std::size_t length) override;
    void read(std::uint32_t begin, std::uint32_t end, const Visitor& visit) const override;

    [[nodiscard]] std::uint32_t next_sender() const override { return next_sender_; }

    [[nodiscard]] std::uint32_t next_target() const override;
    bool set_next_sender(std::uint32_t sequence) override;
    void set_next_target(std::uint32_t sequence) override;
    bool reset() override;

    /// Records the message made from the report at `origin` under the next number to send.
    [[nodiscard]] bool append_report(std::span<const char> bytes, const ReportOrigin& origin);

    /// The last recorded report of each ring.
    [[nodiscard]] std::span<const ReportOrigin> positions() const { return positions_; }

    [[nodiscard]] std::uint32_t session_epoch() const { return file_.header().session_epoch; }

    [[nodiscard]] std::int64_t creation_time_ns() const { return file_.header().creation_time_ns; }

    /// What recovery cut off at the file's end, in words; empty if the file was whole.
    [[nodiscard]] const std::string& damage() const { return damage_; }

    /// Makes room ahead of need, off the path of a message. False if the disk is full.
    bool grow_ahead();

  private:
    /// Where a message is. Places are multiples of 8, so that 32 bits reach 32 GiB.
    struct IndexEntry {
        std::uint32_t sequence;
        std::uint32_t offset_words;
    };

    void recover();
    void cut_tail();
    void index(const RecordHeader& record, std::size_t offset);
    void remember(const ReportOrigin& origin);
    [[nodiscard]] bool write(const RecordHeader& header, const char* bytes);

    [[nodiscard]] std::size_t room() const { return file_.size() - tail_; }

    StoreFile file_;
    std::size_t tail_ = store_header_bytes; ///< where the next record goes
    std::uint32_t next_sender_ = 1;
    std::vector<IndexEntry> index_; ///< sequences strictly rise
    std::vector<ReportOrigin> positions_;
    std::string damage_;
};

} // namespace pinion::fix
