#pragma once

#include "shm/broadcast_ring.h"
#include "shm/messages/log_record.h"
#include "tests/simulation/simulated_engine.h"
#include "tests/simulation/twin.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace pinion::test {

/// Watches an engine from its segments: it must be equal to a twin to which nothing ever happens,
/// at each step, and what it has told must be there after each start. Failures are gtest's.
class EngineWatch {
  public:
    explicit EngineWatch(SimulatedEngine& engine)
        : engine_(engine), twin_(engine.options().engine) {}

    /// After each turn of the engine.
    void observe();

    /// After each start: the engine has all that was promised, and nothing else. Damaged files may
    /// say so.
    void check_start(bool is_host_lost, bool are_files_damaged = false);

    [[nodiscard]] const engine::test::Twin& twin() const { return twin_; }

  private:
    /// What gateways and readers were told must not be undone.
    struct Told {
        std::uint64_t command = 0; ///< of the last report that was released
        std::uint64_t feed_events = 0;
    };

    void compare_states();
    void remember_what_was_told();
    [[nodiscard]] std::uint64_t take_over_history();
    void check_output_logs(bool are_files_damaged);

    SimulatedEngine& engine_;
    engine::test::Twin twin_;
    std::optional<shm::BroadcastReader<shm::LogRecord>> log_;
    Told told_;
    std::uint64_t compared_ = 0; ///< sequence of the last state that was
};

} // namespace pinion::test
