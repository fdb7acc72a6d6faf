#include "engine/control/control.h"
#include "engine/control/party.h"
#include "engine/reports.h"
#include "shm/messages/control_list.h"
#include "shm/messages/control_report.h"

namespace pinion::engine {

using shm::ControlCommand;
using shm::ControlScope;
using shm::ListSubject;
using shm::RejectReason;

namespace {

/// Which rows of a list belong to the page that is asked for.
class Page {
  public:
    Page(Turn& turn, const ControlCommand& asked) : turn_(turn), asked_(asked) {
        const auto wish = shm::payload_of<shm::ListRequest>(asked).rows_max;
        if (wish != 0 && wish < rows_max_) rows_max_ = wish;
    }

    /// `fill(row)` writes one row, if it is its turn.
    template <typename Fill>
    void row(Fill fill) {
        ++seen_;
        if (seen_ <= asked_.number || told_ == rows_max_) return;
        auto row = control_answer(asked_);
        fill(row);
        report_control(turn_, row);
        ++told_;
    }

    [[nodiscard]] ControlOutcome outcome() const {
        const auto had = asked_.number + told_;
        return {.total_affected = told_, .number = had < seen_ ? had : 0};
    }

  private:
    Turn& turn_;
    const ControlCommand& asked_;
    std::uint32_t rows_max_ = shm::list_rows_max;
    std::uint64_t seen_ = 0;
    std::uint32_t told_ = 0;
};

shm::WaitingPlace place_of(const Orders& orders, std::uint32_t slot) {
    if (orders.is_in_book(slot)) return shm::WaitingPlace::book;
    if (orders.waits_for_close(slot)) return shm::WaitingPlace::orders_at_close;
    return orders.is_held(slot) ? shm::WaitingPlace::held_orders : shm::WaitingPlace::stop_orders;
}

void describe_order(const Venue& venue, std::uint32_t slot, shm::ControlReport& row) {
    const auto order = venue.orders.resting(slot);
    const auto& details = order.details;
    row.number = details.order_id;
    row.session = details.session;
    row.account = venue.accounts.name(details.account);
    row.instrument = order.instrument;
    shm::set_payload(row, shm::OrderRow{.price_ticks = order.price_ticks,
                                        .stop_price_ticks = order.extras.stop_price_ticks,
                                        .quantity_lots = order.quantity_lots,
                                        .leaves_lots = order.leaves_lots,
                                        .cumulative_lots = details.cumulative_lots,
                                        .min_quantity_lots = order.extras.min_quantity_lots,
                                        .display_quantity_lots = order.extras.display_quantity_lots,
                                        .expire_time_ns = order.extras.expire_time_ns,
                                        .cl_ord_id = details.cl_ord_id,
                                        .side = order.side,
                                        .ord_type = details.ord_type,
                                        .time_in_force = details.time_in_force,
                                        .exec_inst = details.exec_inst,
                                        .self_trade_prevention = details.self_trade_prevention,
                                        .place = place_of(venue.orders, slot),
                                        .spare = {}});
}

std::uint8_t bars_of(const Venue& venue, ControlScope scope, std::uint32_t index) {
    std::uint8_t bars = 0;
    if (venue.bars.has({scope, index, RejectReason::killed})) bars |= shm::bar_flags::killed;
    if (venue.bars.has({scope, index, RejectReason::account_suspended}))
        bars |= shm::bar_flags::suspended;
    return bars;
}

/// Puts a thing of the venue's tables into the fields that name it.
void name_it(const Venue& venue, ControlScope scope, std::uint32_t index, shm::ControlReport& row) {
    row.scope = scope;
    row.number = index;
    row.session =
        scope == ControlScope::session ? static_cast<std::uint16_t>(index) : std::uint16_t{0};
    row.instrument = scope == ControlScope::instrument ? index : 0;
    row.account = scope == ControlScope::account
                      ? venue.accounts.name(static_cast<std::uint16_t>(index))
                      : shm::AccountName{};
}

/// One row for each thing of a table.
template <typename Describe>
void list_table(const Venue& venue, ControlScope scope, Page& page, Describe describe) {
    for (std::uint32_t index = 0; venue.bars.may_have(scope, index); ++index)
        page.row([&](shm::ControlReport& row) {
            name_it(venue, scope, index, row);
            shm::set_payload(row, describe(index, bars_of(venue, scope, index)));
        });
}

void list_accounts(const Venue& venue, Page& page) {
    list_table(venue, ControlScope::account, page, [&](std::uint32_t index, std::uint8_t bars) {
        shm::AccountRow row{};
        row.bars = bars;
        const auto account = static_cast<std::uint16_t>(index);
        if (!venue.risk.is_on(account)) return row;
        row.has_risk = 1;
        row.limits = venue.risk.account(account).limits;
        row.open_orders = venue.risk.account(account).open_orders;
        return row;
    });
}

/// Of an account whose risk is off there are none.
void list_balances_of(const Venue& venue, std::uint16_t account, Page& page) {
    const auto& assets = venue.risk.assets();
    for (std::uint16_t asset = 0; asset < assets.size(); ++asset) {
        const auto& holding = venue.risk.holdings().of(account, asset);
        if (holding.balance == 0 && holding.reserved == 0 && holding.spent == 0) continue;
        page.row([&](shm::ControlReport& row) {
            name_it(venue, ControlScope::account, account, row);
            shm::set_payload(row, shm::BalanceRow{.asset = assets[asset].name,
                                                  .balance = shm::Notional::from(holding.balance),
                                                  .reserved = shm::Notional::from(holding.reserved),
                                                  .spent = shm::Notional::from(holding.spent)});
        });
    }
}

RejectReason list_balances(const Venue& venue, const ControlCommand& asked, Page& page) {
    const auto party = named_party(venue, asked);
    if (!party.exists()) return party.flaw;
    if (party.scope == ControlScope::account) {
        list_balances_of(venue, static_cast<std::uint16_t>(party.index), page);
        return RejectReason::none;
    }
    if (party.scope != ControlScope::everything) return RejectReason::unsupported_instruction;
    for (std::uint32_t account = 0; venue.bars.may_have(ControlScope::account, account); ++account)
        list_balances_of(venue, static_cast<std::uint16_t>(account), page);
    return RejectReason::none;
}

void list_sessions(const Venue& venue, Page& page) {
    list_table(venue, ControlScope::session, page, [&](std::uint32_t index, std::uint8_t bars) {
        const auto session = static_cast<std::uint16_t>(index);
        const auto progress = venue.sessions.progress(session);
        return shm::SessionRow{.session_epoch = progress.session_epoch,
                               .msg_seq_num = progress.msg_seq_num,
                               .gateway = venue.sessions.gateway(session),
                               .bars = bars,
                               .spare = {}};
    });
}

void list_instruments(const Venue& venue, Page& page) {
    list_table(venue, ControlScope::instrument, page, [&](std::uint32_t index, std::uint8_t bars) {
        const auto& prices = venue.traded_prices[index];
        return shm::InstrumentRow{.last_price_ticks = prices.last_ticks,
                                  .has_traded = static_cast<std::uint8_t>(prices.has_traded),
                                  .bars = bars,
                                  .phase = venue.markets[index].phase,
                                  .spare = {}};
    });
}

RejectReason list_orders(const Venue& venue, const ControlCommand& asked, Page& page) {
    const auto party = named_party(venue, asked);
    if (!party.exists()) return party.flaw;
    for_each_order(venue.orders, party, [&](std::uint32_t slot) {
        page.row([&](shm::ControlReport& row) { describe_order(venue, slot, row); });
    });
    return RejectReason::none;
}

RejectReason list_subject(const Venue& venue, const ControlCommand& asked, Page& page) {
    switch (static_cast<ListSubject>(asked.flags)) {
    case ListSubject::orders: return list_orders(venue, asked, page);
    case ListSubject::accounts: list_accounts(venue, page); return RejectReason::none;
    case ListSubject::balances: return list_balances(venue, asked, page);
    case ListSubject::sessions: list_sessions(venue, page); return RejectReason::none;
    case ListSubject::instruments: list_instruments(venue, page); return RejectReason::none;
    case ListSubject::bars:
        venue.bars.for_each([&](const Bar& bar) {
            page.row([&](shm::ControlReport& row) {
                name_it(venue, bar.scope, bar.index, row);
                row.reason = bar.reason;
            });
        });
        return RejectReason::none;
    }
    return RejectReason::unsupported_instruction;
}

} // namespace

ControlOutcome list(Turn& turn, const ControlCommand& asked) {
    Page page(turn, asked);
    const auto reason = list_subject(turn.venue, asked, page);
    if (reason != RejectReason::none) return {.reason = reason};
    return page.outcome();
}

} // namespace pinion::engine
