#pragma once

#include "engine/engine_options.h"
#include "shm/messages/log_record.h"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace pinion::engine {

/// The seed of this run: PINION_SEED, or a new one. Print it with every failure.
std::uint64_t random_seed();

/// Makes streams of commands that meet each other often: few prices near each other, ids that were
/// used lately, and now and then a field that is wrong in some way.
class RandomCommands {
  public:
    explicit RandomCommands(std::uint64_t seed);

    /// Drawn from the seed: pools that run full and pools that do not.
    [[nodiscard]] const EngineOptions& options() const { return options_; }

    shm::SequencedCommand next();

  private:
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

    bool one_in(std::uint64_t count) { return below(count) == 0; }

    shm::Command request();
    void set_terms(shm::Command& command);
    void spoil(shm::Command& command);
    void set_ids(shm::Command& command);
    std::string new_id();
    void set_hashes(shm::Command& command) const;

    struct Known {
        std::string id;
        shm::Side side;
        std::uint32_t instrument;
        std::uint16_t session;
        std::int64_t price_ticks;
        std::uint64_t quantity_lots;
    };

    std::mt19937_64 random_;
    EngineOptions options_;
    std::uint64_t hash_mask_;
    std::vector<Known> known_; ///< the last ones are asked for most
    std::vector<std::uint32_t> msg_seq_nums_;
    std::uint64_t ids_ = 0;
    std::uint64_t sequence_ = 0;
};

} // namespace pinion::engine
