#pragma once

#include "engine/accounts.h"
#include "engine/bars.h"
#include "engine/engine_options.h"
#include "engine/event_sink.h"
#include "engine/feed_writer.h"
#include "engine/markets.h"
#include "engine/orders.h"
#include "engine/risk/risk.h"
#include "engine/rules/price_collar.h"
#include "engine/sessions.h"
#include "engine/traded_prices.h"
#include "engine/unsettled.h"
#include "shm/messages/log_record.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace pinion::engine {

/// How far numbers are lifted when a host was lost: nobody can have used so many that are
/// forgotten.
inline constexpr std::uint64_t host_loss_lift = std::uint64_t{1} << 40;

/// Everything that later events depend on.
struct Venue {
    explicit Venue(const EngineOptions& engine_options);

    EngineOptions options;
    std::uint32_t engine_epoch; ///< commands of a lower one are stale
    Accounts accounts;
    Orders orders;
    Risk risk;
    Sessions sessions;
    Bars bars;
    std::vector<TradedPrices> traded_prices;  ///< by instrument
    std::vector<DayReference> day_references; ///< by instrument
    std::vector<PriceCollar> collars;         ///< by instrument, as the options have them
    Unsettled unsettled;
    Markets markets;
    std::int64_t next_day_roll_ns;               ///< UTC; before the first command not_known
    std::vector<std::uint64_t> report_sequences; ///< last one, by gateway
    std::uint64_t last_order_id;
    std::uint64_t last_exec_id;
    std::uint64_t last_match_id;
    std::uint64_t ignored_commands = 0; ///< of a session or gateway out of range, or seen before

    /// By which trades and auctions are judged.
    [[nodiscard]] std::optional<std::int64_t> reference_price(std::uint32_t instrument) const {
        return dynamic_reference(collars[instrument], day_references[instrument],
                                 traded_prices[instrument]);
    }

    /// How far an order with this limit may trade before a volatility auction is due.
    [[nodiscard]] std::int64_t within_collar(std::uint32_t instrument, shm::Side side,
                                             std::int64_t limit_ticks) const {
        return collared(collars[instrument], day_references[instrument], traded_prices[instrument],
                        side, limit_ticks);
    }

    /// A trading day begins, unless there are none.
    void start_day(std::int64_t now_ns);

    /// Commands may be lost of which the world knows: numbers go on above all those that they can
    /// have used. Epochs only rise.
    void lose_host(std::uint32_t new_epoch);

    /// Everything above but the options, and nothing that depends on them: the hash is the same in
    /// larger pools, and with instruments, sessions or gateways behind the last.
    void fold_into(StateHash& hash) const;

    /// What does not hold in an instrument's phase, in words; null if all does. Walks its orders.
    [[nodiscard]] const char* broken_phase(std::uint32_t instrument) const;

    void save(StateWriter& writer) const;
    /// Into what was just built.
    void load(StateReader& reader);
};

/// One command on its way through the venue.
struct Turn {
    Venue& venue;
    const shm::SequencedCommand& sequenced;
    const shm::Command& command;
    EventSink& sink;
    FeedWriter feed;
    /// Whether an order that has waited is being executed, and not the command's own: its reports
    /// do not answer the command.
    bool is_activation = false;

    Turn(Venue& venue_in, const shm::SequencedCommand& sequenced_in, EventSink& sink_in)
        : venue(venue_in), sequenced(sequenced_in), command(sequenced_in.command), sink(sink_in),
          feed(sink_in) {}

    /// The command's own ClOrdID.
    [[nodiscard]] IdKey cl_ord_id() const {
        return {command.session, command.cl_ord_id,
                IdKey::mix(command.session, command.cl_ord_id_hash)};
    }

    /// The ClOrdID to which the command refers.
    [[nodiscard]] IdKey reference_id() const {
        return {command.session, command.reference_id,
                IdKey::mix(command.session, command.reference_id_hash)};
    }
};

} // namespace pinion::engine
