#pragma once

#include "shm/messages/control_command.h"
#include "shm/messages/log_record.h"
#include "tests/engine/support/random_day.h"

#include <cstdint>
#include <vector>

namespace pinion::engine {

/// The seed of this run: PINION_SEED, or a new one. Print it with every failure.
std::uint64_t random_seed();

/// Makes streams of commands of every kind, for orders of every type, that meet each other often:
/// few prices near each other, ids that were used lately, and now and then a field that is wrong in
/// some way.
class RandomCommands {
  public:
    explicit RandomCommands(std::uint64_t seed);

    /// Drawn from the seed: limits that are reached and limits that are not.
    [[nodiscard]] const EngineOptions& options() const { return day_.options; }

    /// When the first command comes.
    [[nodiscard]] std::int64_t begin_ns() const { return day_.begin_ns; }

    shm::SequencedCommand next();

  private:
    std::uint64_t below(std::uint64_t bound) { return random_.below(bound); }

    bool one_in(std::uint64_t count) { return random_.one_in(count); }

    void pass_time();
    shm::Command command();
    void set_terms(shm::Command& command);
    void set_instructions(shm::Command& command);
    [[nodiscard]] const shm::InstrumentRecord& band_of(const shm::Command& command) const;
    std::int64_t just_outside(const shm::InstrumentRecord& band);
    void set_prices(shm::Command& command);
    void set_reference(shm::Command& command);
    const shm::Command& known_order();
    void set_change(shm::Command& command, const shm::Command& known);
    void number(shm::Command& command);
    void make_event(shm::Command& command);
    void make_control(shm::Command& command);
    void make_account_control(shm::ControlCommand& control);
    shm::SequencedCommand sequenced(const shm::Command& command);
    void make_list(shm::ControlCommand& control);
    void make_new_control(shm::ControlCommand& control);
    void set_phase(shm::ControlCommand& control);
    void spoil(shm::Command& command);
    void set_hashes(shm::Command& command) const;

    Random random_;
    RandomDay day_;
    std::vector<shm::Command> known_;       ///< orders; the last ones are asked for most
    std::vector<shm::ControlCommand> bars_; ///< what was killed or suspended, and not given back
    std::uint32_t engine_epoch_;
    std::vector<std::uint32_t> msg_seq_nums_;
    std::uint32_t session_epoch_ = 1;
    std::uint64_t ids_ = 0;
    std::uint64_t sequence_ = 0;
    std::int64_t time_ns_;
};

} // namespace pinion::engine
