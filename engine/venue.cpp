#include "engine/venue.h"

#include <limits>
#include <stdexcept>

namespace pinion::engine {

namespace {

/// Identifiers of different engine epochs never meet, although none is remembered.
std::uint64_t first_id(const EngineOptions& options) {
    return std::uint64_t{options.engine_epoch} << 32;
}

const EngineOptions& checked(const EngineOptions& options) {
    constexpr std::uint32_t index_max = std::numeric_limits<std::uint16_t>::max();
    if (options.sessions_max > index_max + 1 || options.gateways_max > index_max + 1)
        throw std::invalid_argument("sessions_max and gateways_max must be at most 65536");
    return options;
}

} // namespace

Venue::Venue(const EngineOptions& engine_options)
    : options(checked(engine_options)), accounts(options.accounts), orders(options),
      sessions(options.sessions_max), report_sequences(options.gateways_max),
      last_order_id(first_id(options)), last_exec_id(first_id(options)),
      last_match_id(first_id(options)) {}

void Venue::fold_into(StateHash& hash) const {
    orders.fold_into(hash);
    sessions.fold_into(hash);
    for (const auto sequence : report_sequences) hash.fold(sequence);
    for (const auto count : {last_order_id, last_exec_id, last_match_id, ignored_commands})
        hash.fold(count);
}

} // namespace pinion::engine
