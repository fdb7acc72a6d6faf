#pragma once

#include "engine/engine_options.h"
#include "shm/messages/feed_event.h"
#include "shm/messages/log_record.h"
#include "shm/messages/report.h"

#include <cstdint>
#include <list>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace pinion::engine {

/// The events of one command.
struct Events {
    std::vector<shm::Report> reports;
    std::vector<shm::FeedEvent> feed;
};

/// The venue's rules once more, as slowly and plainly as they can be written: orders in lists,
/// every question a walk over them. Shares nothing with the engine but the messages.
class ReferenceVenue {
  public:
    explicit ReferenceVenue(const EngineOptions& options) : options_(options) {}

    Events apply(const shm::SequencedCommand& sequenced);
    [[nodiscard]] std::uint64_t book_hash() const;
    /// No bid at or above an ask of its instrument.
    [[nodiscard]] bool is_crossed() const;

  private:
    using Id = std::pair<std::uint16_t, std::string>;

    struct Order {
        std::uint64_t order_id = 0;
        std::uint16_t session = 0;
        std::string cl_ord_id;
        std::string account;
        std::uint32_t instrument = 0;
        shm::Side side{};
        shm::OrdType type{};
        shm::TimeInForce time_in_force{};
        std::uint8_t exec_inst = 0;
        shm::SelfTradePrevention self_trade_prevention{};
        std::int64_t price = 0;
        std::uint64_t quantity = 0;
        std::uint64_t traded = 0;
        shm::Int128 notional = 0;
        shm::OrdStatus status{};
        shm::RejectReason reason{};
        std::uint64_t arrival = 0; ///< when it took its place in the queue
        std::uint32_t slot = 0;

        [[nodiscard]] bool ended() const;

        [[nodiscard]] std::uint64_t leaves() const { return ended() ? 0 : quantity - traded; }
    };

    struct Session {
        std::uint32_t epoch = 0;
        std::uint32_t last = 0;
        std::uint16_t gateway = 0;
    };

    void handle(const shm::Command& command);
    void new_order(const shm::Command& command);
    void cancel(const shm::Command& command);
    void replace(const shm::Command& command);
    void status(const shm::Command& command);
    void refuse(const shm::Command& command, std::uint8_t kind, shm::RejectReason reason);
    Order* change_target(const shm::Command& command);

    shm::RejectReason wrong_terms(const shm::Command& command) const;
    shm::RejectReason no_room(const Order& order, const Order* moves) const;
    std::vector<Order*> makers_for(const Order& taker);
    void trade(Order& taker);
    void put_to_rest(Order& order, shm::FeedEventKind kind);
    void leave_book(Order& order);

    Order* order_of(std::uint16_t session, const shm::ClOrdId& id);

    bool ids_are_full() const { return ids_.size() == options_.cl_ord_ids_per_day_max; }

    shm::Report answer() const;
    static void fill_in(shm::Report& report, const Order& order);
    void tell(shm::Report report);
    void tell_execution(shm::Report report, shm::ExecType type, shm::OrdStatus status,
                        shm::RejectReason reason);
    void tell_order(const Order& order, shm::ExecType type);
    void tell_status(const Order& order);
    void tell_refusal(const shm::Command& command, shm::ReportKind kind, shm::ExecType type,
                      shm::OrdStatus status, shm::RejectReason reason, std::uint64_t order_id);
    void tell_public(shm::FeedEventKind kind, const Order& order, std::uint64_t quantity,
                     std::uint64_t remaining, std::uint64_t match);

    EngineOptions options_;
    std::list<Order> orders_; ///< of the day
    std::list<Order*> book_;  ///< those that rest
    std::map<Id, Order*> ids_;
    std::map<std::uint16_t, Session> sessions_;
    std::map<std::uint16_t, std::uint64_t> told_;
    std::vector<std::uint32_t> free_slots_;
    std::uint32_t slots_used_ = 0;
    std::uint64_t orders_made_ = 0;
    std::uint64_t executions_ = 0;
    std::uint64_t matches_ = 0;
    std::uint64_t arrivals_ = 0;
    shm::SequencedCommand now_{};
    Events events_;
};

} // namespace pinion::engine
