#pragma once

#include "shm/fixed_text.h"
#include "shm/messages/command.h"
#include "shm/messages/notional.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace pinion::shm {

/// What the engine tells a gateway.
enum class ReportKind : std::uint8_t {
    execution = 1,          ///< FIX 8
    cancel_reject = 2,      ///< FIX 9
    business_reject = 3,    ///< FIX j
    mass_cancel_report = 4, ///< FIX r
    control = 5,            ///< to the admin link: messages/control_report.h
};

namespace report_flags {
inline constexpr std::uint8_t unsolicited = 1; ///< not the answer to a message of the order's owner
inline constexpr std::uint8_t last_of_mass =
    2; ///< FIX 912=Y; the final answer to a control command
} // namespace report_flags

/// One answer, complete: the gateway writes any ExecutionReport from it without asking or
/// remembering anything. Fields that a kind does not use are zero. Units as in Command.
struct Report {
    ReportKind kind;
    ExecType exec_type;
    OrdStatus ord_status;
    Side side;
    OrdType ord_type;
    TimeInForce time_in_force;
    std::uint8_t exec_inst;
    std::uint8_t flags; ///< bits of namespace report_flags
    std::uint32_t engine_epoch;
    std::uint16_t session; ///< to whom
    std::uint16_t gateway;
    std::uint64_t
        report_sequence; ///< counts this gateway's reports from 1; continues over a restart
    std::uint64_t command_sequence; ///< the sequenced command that caused it
    std::int64_t time_ns;           ///< that command's time: FIX 60
    std::uint64_t order_id;         ///< FIX 37 without the engine's id; 0: unknown
    std::uint64_t exec_id;          ///< FIX 17 without the engine's id
    std::uint64_t exec_ref_id;      ///< FIX 19 of a bust or correction
    std::int64_t price_ticks;
    std::int64_t stop_price_ticks;
    std::uint64_t quantity_lots;   ///< FIX 38
    std::uint64_t leaves_lots;     ///< FIX 151
    std::uint64_t cumulative_lots; ///< FIX 14
    std::uint64_t last_lots;       ///< FIX 32
    std::int64_t last_price_ticks; ///< FIX 31
    Notional cumulative_notional;  ///< sum of 31 * 32 in ticks * lots: FIX 6 times 14
    std::uint64_t min_quantity_lots;
    std::uint64_t display_quantity_lots;
    std::int64_t expire_time_ns;
    std::uint64_t match_id;   ///< shared by both sides of a trade; 0: no trade
    std::uint32_t instrument; ///< index in the engine's directory
    RejectReason reason;
    CommandKind answers; ///< the kind of command that is answered; 0 if unsolicited
    RestatementReason restatement_reason;
    std::uint32_t msg_seq_num; ///< FIX 34 of the message that is answered: 45 of a business reject
    std::uint32_t session_epoch; ///< of that message
    LiquidityInd liquidity;
    SelfTradePrevention self_trade_prevention;
    std::uint8_t mass_scope; ///< FIX 530, 531 or 585 as its character
    std::uint8_t spare_0;
    std::uint32_t total_affected; ///< FIX 533 or 911
    ClOrdId cl_ord_id;
    ClOrdId reference_id; ///< FIX 41, 790 or 584
    AccountName account;
};

static_assert(std::is_trivially_copyable_v<Report> && std::is_standard_layout_v<Report>);
static_assert(sizeof(Report) == 248);
static_assert(offsetof(Report, report_sequence) == 16);
static_assert(offsetof(Report, order_id) == 40);
static_assert(offsetof(Report, price_ticks) == 64);
static_assert(offsetof(Report, cumulative_notional) == 120);
static_assert(offsetof(Report, match_id) == 160);
static_assert(offsetof(Report, cl_ord_id) == 192);

} // namespace pinion::shm
