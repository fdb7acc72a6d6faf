#pragma once

#include "engine/engine_options.h"
#include "engine/event_sink.h"
#include "shm/messages/log_record.h"

#include <cstdint>
#include <memory>

namespace pinion::engine {

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

    /// Fingerprint of everything that later events can depend on.
    [[nodiscard]] std::uint64_t state_hash() const;

    /// Fingerprint of the resting orders, as shm/book_hash.h defines it.
    [[nodiscard]] std::uint64_t book_hash() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace pinion::engine
