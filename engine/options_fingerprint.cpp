#include "engine/options_fingerprint.h"

#include "engine/state_hash.h"

namespace pinion::engine {

std::uint64_t options_fingerprint(const EngineOptions& options) {
    StateHash hash;
    hash.fold(std::uint64_t{options.instruments.size()});
    for (const auto& instrument : options.instruments) hash.fold(instrument);
    hash.fold(std::uint64_t{options.accounts.size()});
    for (const auto& account : options.accounts) hash.fold(account);
    for (const std::uint64_t number :
         {std::uint32_t{options.engine_id}, options.orders_max, options.levels_max,
          options.cl_ord_ids_per_day_max, options.stop_orders_max, options.held_orders_max,
          options.activations_max, options.display_slices_max, options.sessions_max,
          options.gateways_max})
        hash.fold(number);
    for (const auto time_ns : {options.disconnect_grace_ns, options.day_roll_offset_ns})
        hash.fold(static_cast<std::uint64_t>(time_ns));
    return hash.value();
}

} // namespace pinion::engine
