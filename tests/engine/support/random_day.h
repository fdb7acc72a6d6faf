#pragma once

#include "engine/engine_options.h"
#include "shm/messages/command.h"
#include "tests/engine/support/random.h"

#include <array>
#include <cstdint>

namespace pinion::engine {

/// What sort of day a seed brings: the venue's limits, which are reached or not, and how often each
/// kind of command and term of an order comes.
struct RandomDay {
    static constexpr std::uint16_t session_count = 3;
    static constexpr std::uint16_t admin_gateway = 2;
    static constexpr std::uint64_t quantity_max = 40; ///< times `lots`
    static constexpr std::int64_t hour_ns = 3'600'000'000'000;

    static constexpr std::array kinds = {
        shm::CommandKind::new_order,    shm::CommandKind::cancel,
        shm::CommandKind::replace,      shm::CommandKind::status,
        shm::CommandKind::rejected,     shm::CommandKind::mass_cancel,
        shm::CommandKind::mass_status,  shm::CommandKind::session_up,
        shm::CommandKind::session_down, shm::CommandKind::gateway_down,
        shm::CommandKind::timer,        shm::CommandKind::day_roll,
        shm::CommandKind::host_lost,    shm::CommandKind::control};
    static constexpr std::array types = {shm::OrdType::limit, shm::OrdType::market,
                                         shm::OrdType::stop, shm::OrdType::stop_limit};
    static constexpr std::array times_in_force = {shm::TimeInForce::day,
                                                  shm::TimeInForce::good_till_cancel,
                                                  shm::TimeInForce::good_till_date,
                                                  shm::TimeInForce::immediate_or_cancel,
                                                  shm::TimeInForce::fill_or_kill,
                                                  shm::TimeInForce::at_the_opening,
                                                  shm::TimeInForce::at_the_close};

    explicit RandomDay(Random& random);

    std::int64_t begin_ns; ///< when the first command comes
    bool has_phases;       ///< and collars; else instruments trade always

    EngineOptions options;
    Random::Weights kind_weights;
    Random::Weights type_weights;
    Random::Weights time_in_force_weights;

    // of 100 orders how many have it
    std::uint64_t self_trade_prevention;
    std::uint64_t display;
    std::uint64_t minimum;
    std::uint64_t all_or_none;
    std::uint64_t post_only;

    std::uint64_t lots;          ///< of which all quantities are multiples: 1, or very many
    std::uint64_t wrong_one_in;  ///< commands with a wrong field
    std::uint64_t spread_ticks;  ///< prices of a side
    std::uint64_t overlap_ticks; ///< that the other side may take
    std::uint64_t hash_mask;     ///< some venues have clients who find collisions

  private:
    void draw_options(Random& random);
    void draw_risk(Random& random);
    void draw_collars(Random& random);
    void draw_markets(Random& random);
};

} // namespace pinion::engine
