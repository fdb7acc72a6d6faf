#pragma once

#include "engine/audit/audit_sink.h"
#include "engine/recovery/history_sink.h"
#include "shm/messages/log_record.h"

#include <cstdint>
#include <set>
#include <string>
#include <utility>

namespace pinion::engine {

/// How one who asks calls an order: by its OrderID if that is not 0, else by a ClOrdID that a
/// session used.
struct OrderName {
    std::uint64_t order_id;
    std::string cl_ord_id;
    std::uint32_t session;
};

/// Finds the orders that were ever called so: a ClOrdID may come again on another day.
/// Thread safety: none.
class OrderSearch final : public HistorySink {
  public:
    explicit OrderSearch(OrderName name);

    void on_command(const shm::LogRecord&) override {}

    void on_report(const shm::Report& report) override;

    void on_feed_event(const shm::FeedEvent&) override {}

    /// OrderIDs.
    [[nodiscard]] const std::set<std::uint64_t>& found() const { return found_; }

  private:
    OrderName name_;
    std::set<std::uint64_t> found_;
};

/// Makes lines of all that concerns some orders: their events; the requests of their owner, under
/// any ClOrdID that they had before or after a replace, and the refusals of these; and what the
/// engine itself did to them.
/// Thread safety: none.
class OrderLife final : public HistorySink {
  public:
    /// The options outlive this. `orders` are those that a search has found, and more are found
    /// while a live journal is followed.
    OrderLife(const EngineOptions& options, OrderName name, std::set<std::uint64_t> orders,
              WriteLine write);

    void on_command(const shm::LogRecord& record) override;
    void on_report(const shm::Report& report) override;
    void on_feed_event(const shm::FeedEvent& event) override;

  private:
    using ClOrdIdOfSession = std::pair<std::uint32_t, std::string>;

    [[nodiscard]] bool concerns_them(const auto& message) const;
    [[nodiscard]] bool is_cause_of(const shm::Report& report) const;
    void learn(const shm::Report& report);
    void tell_command();
    void tell(const auto& message);

    const EngineOptions& options_;
    OrderName name_;
    std::set<std::uint64_t> orders_;
    std::set<ClOrdIdOfSession> cl_ord_ids_; ///< that the orders had
    WriteLine write_;
    shm::LogRecord command_{};
    bool is_command_told_ = false;
    LinePlace place_{};
};

} // namespace pinion::engine
