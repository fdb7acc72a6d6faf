#include "engine/requests/order_filter.h"

namespace pinion::engine {

using shm::RejectReason;
using shm::Side;
namespace mass_scope = shm::mass_scope;

RejectReason check_scope(const Turn& turn) {
    const auto& command = turn.command;
    const bool knows_side =
        command.side == Side{} || command.side == Side::buy || command.side == Side::sell;
    const bool knows_scope = command.mass_scope == mass_scope::one_symbol ||
                             command.mass_scope == mass_scope::everything;
    if (!knows_side || !knows_scope) return RejectReason::unsupported_instruction;
    if (command.mass_scope == mass_scope::one_symbol &&
        command.instrument >= turn.venue.options.instruments.size())
        return RejectReason::unknown_symbol;
    return RejectReason::none;
}

OrderFilter requested_orders(const Turn& turn) {
    const auto& command = turn.command;
    const Instruments instruments = command.mass_scope == mass_scope::one_symbol
                                        ? Instruments{command.instrument, command.instrument + 1}
                                        : turn.venue.orders.all_instruments();
    return {.session = command.session, .instruments = instruments, .side = command.side};
}

} // namespace pinion::engine
