#include "engine/options_fingerprint.h"

#include "engine/state_hash.h"

namespace pinion::engine {

std::uint64_t options_fingerprint(const EngineOptions& options) {
    // names all options, so that a new one cannot be left out
    const auto& [engine_id, engine_epoch, instruments, accounts, orders_max, levels_max,
                 cl_ord_ids_per_day_max, stop_orders_max, held_orders_max, activations_max,
                 display_slices_max, disconnect_grace_ns, day_roll_offset_ns, sessions_max,
                 gateways_max] = options;
    static_cast<void>(engine_epoch);
    StateHash hash;
    hash.fold(std::uint64_t{instruments.size()});
    for (const auto& instrument : instruments) hash.fold(instrument);
    hash.fold(std::uint64_t{accounts.size()});
    for (const auto& account : accounts) hash.fold(account);
    for (const std::uint64_t number :
         {std::uint32_t{engine_id}, orders_max, levels_max, cl_ord_ids_per_day_max, stop_orders_max,
          held_orders_max, activations_max, display_slices_max, sessions_max, gateways_max})
        hash.fold(number);
    for (const auto time_ns : {disconnect_grace_ns, day_roll_offset_ns})
        hash.fold(static_cast<std::uint64_t>(time_ns));
    return hash.value();
}

} // namespace pinion::engine
