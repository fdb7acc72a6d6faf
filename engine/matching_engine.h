#pragma once

#include "engine/engine_options.h"
#include "engine/event_sink.h"
#include "shm/messages/log_record.h"
#include "shm/messages/notional.h"
#include "shm/messages/session_progress.h"

#include <cstdint>
#include <memory>

namespace pinion::engine {

class StateReader;
class StateWriter;

/// The venue as a pure state machine: `apply(sequenced command) -> events`. No clock, no I/O, no
/// allocation after construction, no float, no randomness: the same commands always give the same
/// events and the same state hash.
///
/// Thread safety: none; one thread. Errors: the constructor throws std::invalid_argument on
/// impossible options; apply answers every command, however wrong its fields, with reports, and
/// never fails.
class MatchingEngine {
  public:
    explicit MatchingEngine(const EngineOptions& options);
    ~MatchingEngine();

    MatchingEngine(const MatchingEngine&) = delete;
    MatchingEngine& operator=(const MatchingEngine&) = delete;

    void apply(const shm::SequencedCommand& sequenced, EventSink& sink);

    /// Before the first `apply` of an engine that goes on with the rings of a forgotten one: what
    /// it tells a gateway is numbered on from `last`.
    void number_reports_from(std::uint16_t gateway, std::uint64_t last);

    /// A hint, and no input: fetches the memory that a command will touch whose turn comes when
    /// `foresee_distance` others have been applied. It may still change, or never come.
    void foresee(const shm::Command& command);
    static constexpr std::uint64_t foresee_distance = 8;

    /// When the next `timer` command is due, UTC in nanoseconds: at once (0) if waiting orders are
    /// due that the last command did not get to; `never` if there is nothing to wait for.
    [[nodiscard]] std::int64_t next_deadline_ns() const;

    /// When the next `day_roll` command is due, or `never`; not before the first command is
    /// applied.
    [[nodiscard]] std::int64_t next_day_roll_ns() const;

    /// The epoch in which commands must be written: that of the options, until the host is lost.
    [[nodiscard]] std::uint32_t engine_epoch() const;

    /// Of the last report to a gateway; 0: there was none.
    [[nodiscard]] std::uint64_t report_sequence(std::uint16_t gateway) const;

    /// How far a session's messages were applied.
    [[nodiscard]] shm::SessionProgress session_progress(std::uint16_t session) const;

    /// What an account has of an asset, and how much of it waiting orders reserve, in the asset's
    /// smallest unit. Both must exist.
    [[nodiscard]] shm::Int128 balance(std::uint16_t account, std::uint16_t asset) const;
    [[nodiscard]] shm::Int128 reserved(std::uint16_t account, std::uint16_t asset) const;

    /// Tells the public book as the feed would: each order with `add`, in their priority.
    void tell_book(EventSink& sink) const;

    /// Fingerprint of everything that later events can depend on.
    [[nodiscard]] std::uint64_t state_hash() const;

    /// Fingerprint of the public book, as shm/book_hash.h defines it: what an order hides is not in
    /// it, nor are orders that wait elsewhere.
    [[nodiscard]] std::uint64_t book_hash() const;

    [[nodiscard]] std::uint64_t fingerprint_of_options() const;

    /// What does not hold in the engine's tables, in words; null if all does. Slow: for tests.
    [[nodiscard]] const char* broken() const;

    /// Writes all that the state hash covers, and the options as far as others would change its
    /// meaning.
    void save(StateWriter& writer) const;

    /// Takes over a saved state, before the first `apply`. The options may have larger pools, other
    /// limits that what is there keeps, and instruments, accounts, sessions and gateways behind
    /// the last; the epoch becomes the saved one. Throws SnapshotError if anything is wrong, and
    /// then the engine is good for nothing.
    void load(StateReader& reader);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace pinion::engine
