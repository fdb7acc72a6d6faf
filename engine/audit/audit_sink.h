#pragma once

#include "engine/audit/audit_line.h"
#include "engine/recovery/history_sink.h"

#include <functional>
#include <string>
#include <utility>

namespace pinion::engine {

/// Makes lines of a history, of all messages that `wants` one. Thread safety: none.
template <class Wants>
class AuditSink final : public HistorySink {
  public:
    using Write = std::function<void(const std::string& line)>;

    AuditSink(const EngineOptions& options, Wants wants, Write write)
        : options_(options), wants_(std::move(wants)), write_(std::move(write)) {}

    void on_command(const shm::LogRecord& record) override {
        place_ = {record.sequenced.sequence, 0};
        tell(record);
    }

    void on_report(const shm::Report& report) override { tell(report); }

    void on_feed_event(const shm::FeedEvent& event) override { tell(event); }

  private:
    template <class Message>
    void tell(const Message& message) {
        if (wants_(message)) write_(audit_line(options_, place_, message));
        ++place_.index;
    }

    const EngineOptions& options_;
    Wants wants_;
    Write write_;
    LinePlace place_{};
};

/// Whatever there is.
struct EveryMessage {
    [[nodiscard]] bool operator()(const auto&) const { return true; }
};

/// What names one order: by OrderID if that is not 0, else by the ClOrdID of a session.
struct OneOrder {
    std::uint64_t order_id;
    std::string cl_ord_id;
    std::uint32_t session;

    [[nodiscard]] bool operator()(const shm::LogRecord& record) const {
        return names_it(record.sequenced.command);
    }

    [[nodiscard]] bool operator()(const shm::Report& report) const { return names_it(report); }

    [[nodiscard]] bool operator()(const shm::FeedEvent& event) const {
        return order_id != 0 && event.order_id == order_id;
    }

  private:
    [[nodiscard]] bool names_it(const auto& message) const {
        if (order_id != 0) return message.order_id == order_id;
        return message.session == session &&
               (message.cl_ord_id.view() == cl_ord_id || message.reference_id.view() == cl_ord_id);
    }
};

} // namespace pinion::engine
