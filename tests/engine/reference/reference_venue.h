#pragma once

#include "engine/engine_options.h"
#include "shm/messages/control_report.h"
#include "shm/messages/feed_event.h"
#include "shm/messages/log_record.h"
#include "shm/messages/report.h"
#include "tests/engine/reference/reference_order.h"

#include <cstdint>
#include <limits>
#include <list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace pinion::engine {

/// The events of one command.
struct Events {
    std::vector<shm::Report> reports;
    std::vector<shm::FeedEvent> feed;
};

/// What an auction comes to: at one price, so many lots, and what is left over.
struct ReferenceAuction {
    std::int64_t price = 0;
    std::uint64_t lots = 0;
    std::uint64_t surplus = 0;
    shm::Side side{};

    friend bool operator==(const ReferenceAuction&, const ReferenceAuction&) = default;
};

/// The rulebook once more, as slowly and plainly as it can be written: orders in lists, every
/// question a walk over them. Shares nothing with the engine but the messages.
class ReferenceVenue {
  public:
    static constexpr std::int64_t never_ns = std::numeric_limits<std::int64_t>::max();

    explicit ReferenceVenue(const EngineOptions& options);

    Events apply(const shm::SequencedCommand& sequenced);

    /// When the next timer is due; 0 if orders wait to be set going.
    [[nodiscard]] std::int64_t next_deadline_ns() const;

    [[nodiscard]] std::int64_t next_day_roll_ns() const { return day_ends_ns_; }

    [[nodiscard]] std::uint64_t book_hash() const;

    /// In the smallest unit of the asset.
    [[nodiscard]] shm::Int128 balance(const std::string& account, std::uint16_t asset) const;
    [[nodiscard]] shm::Int128 reserved(const std::string& account, std::uint16_t asset) const;

    /// What breaks the rules in the orders as they stand: nothing, one hopes.
    [[nodiscard]] std::string broken() const;

  private:
    using Order = ReferenceOrder;
    using Place = Order::Place;
    using Orders = std::vector<Order*>;
    using Id = std::pair<std::uint16_t, std::string>;
    using Limit = std::optional<std::int64_t>; ///< nothing: trades with nobody

    struct Session {
        std::uint32_t epoch = 0;
        std::uint32_t last = 0;
        std::uint16_t gateway = 0;
        bool cancels_when_lost = false; ///< it logged on, and wants that
        std::optional<std::int64_t> grace_ends_ns;
    };

    struct Market {
        std::optional<std::int64_t> last_price;
        std::optional<std::int64_t> day_reference; ///< the last price of the days before this one
        std::vector<std::int64_t> traded_at;       ///< since nothing was to be set going
        shm::TradingPhase phase = shm::TradingPhase::continuous;
        std::optional<std::int64_t> phase_ends_ns;
        std::optional<std::int64_t> calendar_read_ns;
        ReferenceAuction told; ///< to the public, last
    };

    /// One whose risk is on.
    struct Account {
        shm::AccountLimits limits{};
        std::map<std::uint16_t, shm::Int128> balances;   ///< by asset
        std::map<std::uint16_t, shm::Int128> paid;       ///< for others, less what came for those
        std::map<std::int64_t, std::uint32_t> orders_in; ///< by interval
    };

    struct Amount {
        std::uint16_t asset = 0;
        shm::Int128 units = 0;
    };

    // reference_venue.cpp: commands
    bool admit(const shm::Command& command);
    void handle(const shm::Command& command);
    void request(const shm::Command& command);
    void refuse(const shm::Command& command, shm::CommandKind kind, shm::RejectReason reason);
    void begin_days();

    // reference_orders.cpp: orders as they come, change and go
    void new_order(const shm::Command& command);
    void cancel(const shm::Command& command);
    void replace(const shm::Command& command);
    void status(const shm::Command& command);
    void enter_anew(Order& order, const Order& after);
    Order* change_target(const shm::Command& command);
    Order* order_of(std::uint16_t session, const shm::ClOrdId& id);
    [[nodiscard]] bool ids_are_full() const;

    // reference_checks.cpp: what is accepted
    [[nodiscard]] shm::RejectReason wrong_new(const shm::Command& command, Order& order);
    [[nodiscard]] shm::RejectReason wrong_terms(const Order& order) const;
    [[nodiscard]] shm::RejectReason wrong_change(const shm::Command& command, const Order& before,
                                                 Order& after);
    [[nodiscard]] shm::RejectReason wrong_quantity(const Order& order) const;
    [[nodiscard]] shm::RejectReason wrong_price(const Order& order) const;
    [[nodiscard]] shm::RejectReason wrong_display(const Order& order) const;
    [[nodiscard]] shm::RejectReason wrong_post_only(Order& order) const;
    [[nodiscard]] shm::RejectReason no_room_for_new(const Order& order) const;
    [[nodiscard]] shm::RejectReason no_room_in_book(const Order& order, const Order* but) const;
    [[nodiscard]] bool is_in_band(std::uint32_t instrument, std::int64_t price) const;

    // reference_risk.cpp: what accounts have and may do
    Account* account_with_risk(const std::string& name);
    [[nodiscard]] const InstrumentAssets* assets_of(std::uint32_t instrument) const;
    [[nodiscard]] PriceCollar collar_of(std::uint32_t instrument) const;
    [[nodiscard]] shm::Int128 whole(std::uint16_t asset) const;
    [[nodiscard]] Amount needs(const Order& order, Limit limit) const;
    [[nodiscard]] Limit worst_price(const Order& order) const;
    shm::RejectReason wrong_risk(const Order& order, const Order* before);
    [[nodiscard]] bool is_too_dear(const Order& order, const shm::AccountLimits& limits) const;
    [[nodiscard]] bool is_outside_collars(const Order& order) const;
    [[nodiscard]] shm::RejectReason wrong_funds(const Order& order, const Order* before,
                                                Account& account) const;
    /// Whose account is named, with risk on; nobody, and then the reason is told.
    Account* named_account(const shm::ControlCommand& asked, shm::RejectReason& reason);
    shm::RejectReason wrong_credit(const shm::ControlCommand& asked);
    shm::RejectReason wrong_limits(const shm::ControlCommand& asked);
    void settle(const Order& buyer, const Order& seller, std::int64_t price, std::uint64_t lots);

    // reference_matching.cpp: execution
    void execute(Order& order, shm::FeedEventKind when_it_rests = shm::FeedEventKind::add);
    [[nodiscard]] Limit trading_limit(const Order& order) const;
    [[nodiscard]] Orders within(Place place, const Order& taker, Limit limit) const;
    [[nodiscard]] bool meets(Place place, const Order& order) const;
    [[nodiscard]] bool can_trade(const Order& taker, std::uint64_t lots, Limit limit) const;
    [[nodiscard]] Order* next_maker(const Order& taker, Limit limit) const;
    void trade(Order& maker, Order& taker);
    void prevent(Order& maker, Order& taker);
    void end_or_shrink(Order& order, std::uint64_t lots);

    // reference_phases.cpp: what is accepted when, and auctions
    [[nodiscard]] bool matches(std::uint32_t instrument) const;
    /// It is for the closing auction, and that is not now.
    [[nodiscard]] bool comes_at_close(const Order& order) const;
    /// It does not meet anybody now.
    [[nodiscard]] bool collects(const Order& order) const;
    [[nodiscard]] const MarketOptions& market_options(std::uint32_t instrument) const;
    [[nodiscard]] shm::RejectReason wrong_phase(const Order& order) const;
    [[nodiscard]] shm::RejectReason refusal_of_phase(std::uint32_t instrument) const;
    [[nodiscard]] std::optional<std::int64_t> reference_price(std::uint32_t instrument) const;
    [[nodiscard]] Limit collared(const Order& order, Limit limit) const;
    [[nodiscard]] ReferenceAuction auction_at(std::uint32_t instrument, std::int64_t price) const;
    [[nodiscard]] ReferenceAuction auction(std::uint32_t instrument) const;
    void uncross(std::uint32_t instrument);
    void trade_in_auction(Order& buy, Order& sell, std::int64_t price);
    void begin_phase(std::uint32_t instrument, shm::TradingPhase phase,
                     std::optional<std::int64_t> ends_ns);
    [[nodiscard]] std::optional<std::int64_t> calendar_ns(std::uint32_t instrument) const;
    /// `day` counts from 1970 on.
    [[nodiscard]] static bool is_on(const PhaseChange& change, std::int64_t day);
    [[nodiscard]] std::int64_t next_phase_ns() const;
    [[nodiscard]] shm::TradingPhase phase_of_calendar(std::uint32_t instrument,
                                                      std::int64_t time_ns) const;
    void set_phase(const shm::ControlCommand& asked);
    void follow_calendars();
    void tell_indicatives();

    // reference_places.cpp: where orders wait
    void put(Order& order, Place place, shm::FeedEventKind kind = shm::FeedEventKind::add);
    void take_away(Order& order);
    void end(Order& order, shm::OrdStatus status, shm::RejectReason reason);
    void cut_shown(Order& order);
    [[nodiscard]] Orders waiting(Place place, std::uint32_t instrument, shm::Side side) const;
    [[nodiscard]] Orders everything() const;
    [[nodiscard]] std::size_t count(Place place) const;

    // reference_life.cpp: what happens unasked, or to many orders
    void set_going();
    Order* next_to_set_going(std::uint32_t instrument);
    [[nodiscard]] bool is_elected(const Order& stop) const;
    void session_changed(const shm::Command& command);
    void lose(Session& session);
    void lose_host(std::uint32_t epoch);
    void timer();
    void day_roll();
    [[nodiscard]] std::int64_t end_of_day() const;
    void mass_cancel(const shm::Command& command);
    void mass_status(const shm::Command& command);
    [[nodiscard]] shm::RejectReason wrong_scope(const shm::Command& command) const;
    [[nodiscard]] Orders in_scope(const shm::Command& command) const;

    // reference_control.cpp: what the operator of the venue wants
    using Bar = std::tuple<shm::ControlScope, std::uint32_t, shm::RejectReason>;
    void control(const shm::ControlCommand& asked);
    void kill(const shm::ControlCommand& asked);
    void bar(const shm::ControlCommand& asked, shm::RejectReason reason);
    void unbar(const shm::ControlCommand& asked, shm::RejectReason reason);
    void detach_gateway(const shm::ControlCommand& asked);
    void list(const shm::ControlCommand& asked);
    [[nodiscard]] std::vector<shm::ControlReport> rows(const shm::ControlCommand& asked);
    void add_balances(std::uint32_t index, std::vector<shm::ControlReport>& result);
    [[nodiscard]] shm::ControlReport row_of(const Order& order) const;
    [[nodiscard]] shm::ControlReport row_of(shm::ControlScope scope, std::uint32_t index) const;
    [[nodiscard]] shm::RejectReason wrong_party(const shm::ControlCommand& asked) const;
    [[nodiscard]] std::uint32_t index_of(const shm::ControlCommand& asked) const;
    [[nodiscard]] bool concerns(const shm::ControlCommand& asked, const Order& order) const;
    [[nodiscard]] std::uint8_t bars_of(shm::ControlScope scope, std::uint32_t index) const;
    [[nodiscard]] shm::RejectReason barred(const Order& order) const;
    [[nodiscard]] std::uint32_t account_index(const std::string& name) const;

    // reference_reports.cpp
    [[nodiscard]] shm::Report answer() const;
    [[nodiscard]] shm::Report report_about(const Order& order);
    [[nodiscard]] shm::Report refusal(shm::RejectReason reason) const;
    void tell(shm::Report report);
    void tell_execution(shm::Report report, shm::ExecType type);
    void tell_order(const Order& order, shm::ExecType type);
    void tell_restated(const Order& order, shm::RestatementReason why);
    void tell_phase(std::uint32_t instrument);
    void tell_fill(const Order& order, std::int64_t price, std::uint64_t lots,
                   shm::LiquidityInd liquidity);
    void tell_status(const Order& order, std::size_t affected = 0, bool is_last = false);
    void tell_cancel_reject(shm::RejectReason reason, const Order* order);
    void tell_business_reject(shm::RejectReason reason);
    void tell_mass_cancel(shm::RejectReason reason, std::uint64_t order_id, std::size_t affected);
    void tell_row(const shm::ControlCommand& asked, shm::ControlReport row);
    void tell_control(const shm::ControlCommand& asked, shm::RejectReason reason,
                      std::size_t affected = 0, std::uint64_t number = 0);
    void tell_public(shm::FeedEventKind kind, const Order& order, std::uint64_t quantity,
                     std::uint64_t remaining);

    [[nodiscard]] std::uint64_t with_epoch(std::uint64_t number) const {
        return (std::uint64_t{options_.engine_epoch} << 32) + (hosts_lost_ << 40) + number;
    }

    EngineOptions options_;
    std::uint32_t epoch_ = options_.engine_epoch;
    std::uint64_t hosts_lost_ = 0;
    std::vector<Market> markets_;
    std::list<Order> orders_; ///< of the day
    std::list<Order*> waiting_;
    std::map<Id, Order*> ids_;
    std::map<std::uint16_t, Session> sessions_;
    std::map<std::string, Account> accounts_;
    std::map<std::uint16_t, std::uint64_t> told_; ///< reports, by gateway
    std::vector<std::uint32_t> free_slots_;
    std::uint32_t slots_used_ = 0;
    std::uint64_t order_ids_ = 0;
    std::uint64_t executions_ = 0;
    std::uint64_t matches_ = 0;
    std::uint64_t arrivals_ = 0;
    std::int64_t day_ends_ns_ = never_ns;
    std::set<Bar> bars_;
    bool is_first_ = true;
    bool more_to_set_going_ = false;
    shm::SequencedCommand now_{};
    const Order* own_ = nullptr; ///< the order that the command is about: its reports answer it
    Events events_;
};

} // namespace pinion::engine
