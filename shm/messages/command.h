#pragma once

#include "shm/fixed_text.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace pinion::shm {

/// What a gateway, or the sequencer itself, asks of the engine.
enum class CommandKind : std::uint8_t {
    new_order = 1,   ///< FIX D
    cancel = 2,      ///< FIX F
    replace = 3,     ///< FIX G
    status = 4,      ///< FIX H
    mass_cancel = 5, ///< FIX q
    mass_status = 6, ///< FIX AF
    rejected = 7,    ///< a business message that the gateway refused: `reason` says why; the engine
                     ///< answers it
    session_down = 8, ///< the session's connection is gone
    gateway_down = 9, ///< made by the sequencer when a gateway's lock is released
    timer = 10,       ///< made by the sequencer when a deadline passes
    day_roll = 11,
    session_up =
        12, ///< the session logged on; carries its session_epoch and cancel-on-disconnect wish
    gateway_up = 13, ///< a gateway process begins to write; `order_id` is a number of its own, so
                     ///< that it is not taken for its predecessor. Not sequenced
    host_lost = 14, ///< made by the sequencer, first of all commands, on a host that was restarted:
                    ///< carries the new engine_epoch
    control = 15,   ///< from the admin link: messages/control_command.h
};

namespace command_flags {
inline constexpr std::uint8_t poss_resend = 1;          ///< FIX 97=Y
inline constexpr std::uint8_t cancel_on_disconnect = 2; ///< FIX 8013=Y on session_up
} // namespace command_flags

/// One request to the engine. Fixed size, trivially copyable; fields that a kind does not use are
/// zero, and every field is hostile until `apply` has checked it (a gateway is another process).
///
///  byte    0       8        16            20              24      32     40       56      80
///          | terms | epochs | msg_seq_num | session, gate | what  | time | prices | sizes | expiry
///  byte   88       96       112      152       168     184
///          | order  | hashes | texts  | account | spare |
///
/// Prices are in ticks and sizes in lots of the instrument; times are UTC nanoseconds since 1970.
struct Command {
    CommandKind kind;
    Side side;
    OrdType ord_type;
    TimeInForce time_in_force;
    std::uint8_t exec_inst; ///< bits of namespace exec_inst
    SelfTradePrevention self_trade_prevention;
    std::uint8_t flags;          ///< bits of namespace command_flags
    std::uint8_t mass_scope;     ///< FIX 530 or 585 as its character
    std::uint32_t engine_epoch;  ///< the epoch of the engine as the sender knew it
    std::uint32_t session_epoch; ///< counts the sequence resets of the FIX session
    std::uint32_t msg_seq_num; ///< FIX 34; with session and session_epoch it makes input idempotent
    std::uint16_t session;     ///< index of the FIX session, unique in the venue
    std::uint16_t gateway;     ///< index of the gateway, unique in the venue
    std::uint32_t instrument;  ///< index in the engine's instrument directory
    RejectReason reason;       ///< of kind rejected
    std::uint8_t rejected_kind; ///< of kind rejected: the CommandKind that was refused
    std::uint8_t spare_0;
    std::int64_t transact_time_ns; ///< FIX 60
    std::int64_t price_ticks;
    std::int64_t stop_price_ticks;
    std::uint64_t quantity_lots;
    std::uint64_t min_quantity_lots;     ///< FIX 110
    std::uint64_t display_quantity_lots; ///< FIX 111
    std::int64_t expire_time_ns;         ///< FIX 126, or the end of the day of FIX 432
    std::uint64_t order_id;              ///< FIX 37, 0 if absent
    std::uint64_t cl_ord_id_hash;        ///< keyed hash of cl_ord_id (shm/cl_ord_id_hash.h)
    std::uint64_t reference_id_hash;     ///< keyed hash of reference_id
    ClOrdId cl_ord_id;                   ///< FIX 11
    ClOrdId reference_id; ///< FIX 41 of cancel and replace, 790 of status, 584 of mass status
    AccountName account;  ///< FIX 1 or the session's default
    std::uint64_t spare_1[2];
};

static_assert(std::is_trivially_copyable_v<Command> && std::is_standard_layout_v<Command>);
static_assert(sizeof(Command) == 184);
static_assert(offsetof(Command, engine_epoch) == 8);
static_assert(offsetof(Command, session) == 20);
static_assert(offsetof(Command, instrument) == 24);
static_assert(offsetof(Command, transact_time_ns) == 32);
static_assert(offsetof(Command, price_ticks) == 40);
static_assert(offsetof(Command, order_id) == 88);
static_assert(offsetof(Command, cl_ord_id) == 112);
static_assert(offsetof(Command, account) == 152);

} // namespace pinion::shm
