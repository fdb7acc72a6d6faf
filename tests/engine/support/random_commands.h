#pragma once

#include "engine/engine_options.h"
#include "shm/messages/log_record.h"

#include <array>
#include <cstdint>
#include <initializer_list>
#include <random>
#include <string>
#include <vector>

namespace pinion::engine {

/// The seed of this run: PINION_SEED, or a new one. Print it with every failure.
std::uint64_t random_seed();

/// Makes streams of commands of every kind, for orders of every type, that meet each other often:
/// few prices near each other, ids that were used lately, and now and then a field that is wrong in
/// some way. How often each kind and term comes is drawn from the seed, so that every seed is
/// another sort of day.
class RandomCommands {
  public:
    explicit RandomCommands(std::uint64_t seed);

    /// Drawn from the seed: limits that are reached and limits that are not.
    [[nodiscard]] const EngineOptions& options() const { return options_; }

    shm::SequencedCommand next();

  private:
    /// One of the weights' indices, the heavier the more often.
    using Weights = std::vector<std::uint64_t>;
    std::size_t pick(const Weights& weights);

    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

    bool one_in(std::uint64_t count) { return below(count) == 0; }

    std::uint32_t draw_limit(std::uint32_t tight_max, std::uint32_t ample);
    void draw_options();
    void draw_habits();

    void pass_time();
    shm::Command command();
    void set_terms(shm::Command& command);
    void set_instructions(shm::Command& command);
    void set_prices(shm::Command& command);
    void set_reference(shm::Command& command);
    const shm::Command& known_order();
    void set_change(shm::Command& command, const shm::Command& known);
    void number(shm::Command& command);
    void make_event(shm::Command& command);
    void spoil(shm::Command& command);
    void set_hashes(shm::Command& command) const;

    /// Weights, and of 100 orders how many have it.
    struct Habits {
        Weights kinds;
        Weights types;
        Weights times_in_force;
        std::uint64_t self_trade_prevention;
        std::uint64_t display;
        std::uint64_t minimum;
        std::uint64_t all_or_none;
        std::uint64_t post_only;
        std::uint64_t wrong_one_in;
        std::uint64_t spread_ticks;  ///< prices of a side
        std::uint64_t overlap_ticks; ///< that the other side may take
    };

    std::mt19937_64 random_;
    EngineOptions options_;
    Habits habits_;
    std::uint64_t hash_mask_;
    std::vector<shm::Command> known_; ///< orders; the last ones are asked for most
    std::vector<std::uint32_t> msg_seq_nums_;
    std::uint32_t session_epoch_ = 1;
    std::uint64_t ids_ = 0;
    std::uint64_t sequence_ = 0;
    std::int64_t time_ns_;
};

} // namespace pinion::engine
