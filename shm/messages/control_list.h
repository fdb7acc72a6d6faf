#pragma once

#include "shm/fixed_text.h"
#include "shm/messages/account_limits.h"
#include "shm/messages/control_command.h"
#include "shm/messages/notional.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/trading_phase.h"

#include <cstdint>
#include <type_traits>

/// What the action `list` tells: `flags` of the command is the subject, `number` how many rows the
/// asker has had, and its payload a ListRequest. A page of rows follows, each a ControlReport with
/// one of the structures here as its payload; `number` of the final answer is that of rows by then,
/// or 0 if there are no more. Pages are asked for one by one and the venue goes on in between, so a
/// long list may lack a row, or have one twice.
namespace pinion::shm {

enum class ListSubject : std::uint8_t {
    orders = 1,   ///< that wait, of whom `scope` names; `number` of a row: OrderID
    accounts = 2, ///< `number` of a row, here and below: index
    sessions = 3,
    instruments = 4,
    bars = 5, ///< what is killed or suspended: scope, and in `reason` which of the two; no payload
    balances = 6, ///< of each asset that the accounts have which `scope` names, everything or one;
                  ///< `number` of a row: the account's index
};

inline constexpr std::uint32_t list_rows_max = 500;

struct ListRequest {
    std::uint32_t rows_max; ///< of a page: what the asker has room for; 0, or more: list_rows_max
};

enum class WaitingPlace : std::uint8_t {
    book = 1,
    stop_orders = 2,
    held_orders = 3,
    orders_at_close = 4,
};

/// Units as in Command.
struct OrderRow {
    std::int64_t price_ticks;
    std::int64_t stop_price_ticks;
    std::uint64_t quantity_lots;
    std::uint64_t leaves_lots;
    std::uint64_t cumulative_lots;
    std::uint64_t min_quantity_lots;
    std::uint64_t display_quantity_lots;
    std::int64_t expire_time_ns;
    ClOrdId cl_ord_id;
    Side side;
    OrdType ord_type;
    TimeInForce time_in_force;
    std::uint8_t exec_inst;
    SelfTradePrevention self_trade_prevention;
    WaitingPlace place;
    std::uint8_t spare[6];
};

/// Bits of `bars` in the rows below.
namespace bar_flags {
inline constexpr std::uint8_t killed = 1;
inline constexpr std::uint8_t suspended = 2;
} // namespace bar_flags

/// Limits and orders are 0 if the account has no risk checks: nobody counts them then.
struct AccountRow {
    AccountLimits limits;
    std::uint32_t open_orders;
    std::uint8_t bars;
    std::uint8_t has_risk;
    std::uint8_t spare[2];
};

/// In the asset's smallest unit.
struct BalanceRow {
    AssetName asset;
    Notional balance;
    Notional reserved; ///< of that, for orders that wait
    Notional spent;    ///< paid for other assets, less what was paid for those
};

struct SessionRow {
    std::uint32_t session_epoch;
    std::uint32_t msg_seq_num; ///< the last one that was applied
    std::uint16_t gateway;     ///< index of the one behind which it was last seen
    std::uint8_t bars;
    std::uint8_t spare[5];
};

struct InstrumentRow {
    std::int64_t last_price_ticks;
    std::uint8_t has_traded;
    std::uint8_t bars;
    TradingPhase phase;
    std::uint8_t spare[5];
};

static_assert(std::has_unique_object_representations_v<OrderRow> && sizeof(OrderRow) == 96);
static_assert(std::has_unique_object_representations_v<AccountRow>);
static_assert(std::has_unique_object_representations_v<BalanceRow>);
static_assert(std::has_unique_object_representations_v<SessionRow>);
static_assert(std::has_unique_object_representations_v<InstrumentRow>);
static_assert(sizeof(OrderRow) <= ControlCommand::payload_max_bytes);

} // namespace pinion::shm
