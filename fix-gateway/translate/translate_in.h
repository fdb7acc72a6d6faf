#pragma once

#include "fix-gateway/codec/fields.h"
#include "fix-gateway/codec/session_reject.h"
#include "fix-gateway/translate/routing_table.h"
#include "shm/fixed_text.h"
#include "shm/messages/command.h"

#include <cstdint>
#include <string_view>

/// FIX in, command out: NewOrderSingle (D), OrderCancelRequest (F), OrderCancelReplaceRequest (G),
/// OrderStatusRequest (H), OrderMassCancelRequest (q), OrderMassStatusRequest (AF).
namespace pinion::fix {

/// Who sent the message.
struct SessionContext {
    std::uint16_t session; ///< index in the venue
    std::uint16_t gateway; ///< index in the venue
    std::uint32_t session_epoch;
    shm::AccountName default_account; ///< of orders without 1
};

/// A BusinessMessageReject that the gateway itself answers, as no engine could.
struct BusinessReject {
    std::uint8_t reason; ///< FIX 380
    Tag tag;             ///< that is missing; 0: none
    std::string_view text;
};

struct Inbound {
    enum class Outcome : std::uint8_t {
        command,         ///< `command` goes to engine `engine`; its kind may be `rejected`
        session_reject,  ///< answer 35=3 from `session_reject`
        business_reject, ///< answer 35=j from `business_reject`
    };

    Outcome outcome;
    std::uint16_t engine;    ///< index in the routing table
    bool is_for_all_engines; ///< `command`, addressed to each, goes to every one of them
    SessionReject session_reject;
    BusinessReject business_reject;
    shm::Command command;
};

/// Translates one application message whose session-level duties (CompIDs, MsgSeqNum, times) are
/// done. Whatever the venue can refuse only by business rules becomes a command of kind `rejected`,
/// so that ids, order and log know it. A request about all symbols has the instrument
/// `no_instrument`. An unknown symbol goes to the first engine with instrument `no_instrument` and
/// the symbol in `account`.
///
/// Fields is any bytes; the table must have at least one engine. No allocation.
[[nodiscard]] Inbound translate_in(const Fields& fields, const SessionContext& session,
                                   const RoutingTable& routes);

/// Gives the command what is particular to the engine that it goes to.
void address(shm::Command& command, const EngineRoute& engine);

inline constexpr std::uint32_t no_instrument = ~std::uint32_t{0};

} // namespace pinion::fix
