#pragma once

#include "fix-gateway/session/sequence_store.h"
#include "fix-gateway/store/store_disk.h"
#include "fix-gateway/store/store_file.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <mutex>
#include <span>
#include <string>
#include <vector>

namespace pinion::fix {

/// What a store survives.
struct StoreOptions {
    bool survives_host_loss = false; ///< else only the death of its process
    std::uint64_t boot_id = 0;       ///< of the host's life; not 0 if it must survive its loss
    StoreDisk& disk = host_disk();   ///< outlives the store
};

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
/// A store that survives the loss of the host syncs no message. It promises less:
///  4. No number above a synced mark is used. In the next boot it goes on above the mark, with the
///     records before the first hole; what was lost is told again under new numbers.
///  5. The inbound number is then the engines' to tell (`awaits_engines`, `go_on`).
///  6. A reset is synced when it returns, so that no host takes a new epoch back.
///
/// Thread safety: one thread, and another one that calls `tend`. Errors: the constructor throws
/// StoreError; see SequenceStore for the rest.
class MessageStore final : public SequenceStore {
  public:
    /// Numbers that a mark is ahead when it is synced.
    static constexpr std::uint32_t numbers_ahead = 100'000;

    /// Opens the store, or makes it if there is none, and recovers it.
    MessageStore(const std::string& path, const std::string& session, StoreOptions options = {});

    bool append(std::uint32_t sequence, const char* bytes, std::size_t length) override;
    void read(std::uint32_t begin, std::uint32_t end, const Visitor& visit) const override;

    [[nodiscard]] std::uint32_t next_sender() const override {
        return next_sender_.load(std::memory_order_relaxed);
    }

    [[nodiscard]] std::uint32_t next_target() const override;
    bool set_next_sender(std::uint32_t sequence) override;
    void set_next_target(std::uint32_t sequence) override;

    /// Also false when the disk failed at the very end, after the new epoch began.
    bool reset() override;

    /// Records the message made from the report at `origin` under the next number to send.
    [[nodiscard]] bool append_report(std::span<const char> bytes, const ReportOrigin& origin);

    /// Records that no report of the session up to `origin` is missing, whatever made the last one.
    [[nodiscard]] bool append_position(const ReportOrigin& origin);

    /// The last recorded report of each engine, and of each gateway of which we have copies.
    [[nodiscard]] std::span<const ReportOrigin> positions() const { return positions_; }

    /// Up to which report of each engine a client may have been told before the host was lost.
    [[nodiscard]] std::span<const ReportOrigin> told_until() const { return told_until_; }

    /// Number of the recorded message before which there are `count` others from `sequence` on;
    /// `next_sender` if there is none.
    [[nodiscard]] std::uint32_t recorded_behind(std::uint32_t sequence, std::uint32_t count) const;

    /// Whether the host was rebooted: the inbound number is not known until `go_on`.
    [[nodiscard]] bool awaits_engines() const { return awaits_engines_; }

    /// Ends that: the number expected next, and the engines' last reports. False if the disk is
    /// full.
    [[nodiscard]] bool go_on(std::uint32_t next_target, std::span<const ReportOrigin> last_reports);

    [[nodiscard]] std::uint32_t session_epoch() const { return file_.header().session_epoch; }

    [[nodiscard]] std::int64_t creation_time_ns() const { return file_.header().creation_time_ns; }

    /// What recovery cut off at the file's end, in words; empty if the file was whole.
    [[nodiscard]] const std::string& damage() const { return damage_; }

    /// Whether the constructor made the store.
    [[nodiscard]] bool is_new() const { return file_.is_new(); }

    /// Makes room, raises the mark ahead of need and drops what a reset left, off the path of a
    /// message; every 10 ms or so.
    /// False if the disk refused: the path of a message will have to wait for it.
    bool tend();

    /// A clean stop: nothing of it will be lost with the host. False if the disk failed.
    bool complete();

  private:
    /// Where a message is. Places are multiples of 8, so that 32 bits reach 32 GiB.
    struct IndexEntry {
        std::uint32_t sequence;
        std::uint32_t offset_words;
    };

    [[nodiscard]] std::deque<IndexEntry>::const_iterator find(std::uint32_t sequence) const;
    void recover();
    void cut_tail();
    void begin_boot();
    void index(const RecordHeader& record, std::size_t offset);
    [[nodiscard]] bool write(const RecordHeader& header, const char* bytes);
    [[nodiscard]] bool write_origins(RecordKind kind, std::span<const ReportOrigin> origins);
    [[nodiscard]] bool make_room(std::size_t bytes);
    [[nodiscard]] bool allow(std::uint32_t sequence);
    [[nodiscard]] bool raise_mark(std::uint32_t sequence);
    [[nodiscard]] bool sync_marks();
    [[nodiscard]] bool sync_all();

    [[nodiscard]] std::size_t tail() const { return tail_.load(std::memory_order_relaxed); }

    [[nodiscard]] std::size_t room() const { return file_.size() - tail(); }

    StoreOptions options_;
    StoreFile file_;
    StoreFile replaced_; ///< by a reset: giving its pages back takes long
    std::mutex tending_; ///< the file is being grown, marked or replaced
    std::atomic<std::size_t> tail_{store_header_bytes}; ///< where the next record goes
    std::atomic<std::uint32_t> next_sender_{1};
    /// The highest number that may be used.
    std::atomic<std::uint32_t> mark_{std::numeric_limits<std::uint32_t>::max()};
    std::deque<IndexEntry> index_; ///< sequences strictly rise
    std::vector<ReportOrigin> positions_;
    std::vector<ReportOrigin> told_until_;
    bool awaits_engines_ = false;
    bool has_lost_host_ = false; ///< and what was not synced, with it
    std::string damage_;
};

} // namespace pinion::fix
