#pragma once

#include "latency/histogram/latency_histogram.h"
#include "latency/load/feed_watch.h"
#include "latency/load/fix_session.h"
#include "latency/load/in_flight.h"
#include "latency/load/open_loop.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace pinion::latency {

/// What all orders of a flow say: limit orders to buy, so low that they rest.
struct OrderTerms {
    std::string symbol;
    std::string price;
    std::string quantity;
    std::uint16_t engine; ///< id of the one that owns the instrument
};

/// An open-loop client of a venue: requests with even index are new orders, each is cancelled by
/// the request that follows, so that the book does not grow.
///
/// Thread safety: none. Errors: std::runtime_error when the venue is gone or says what it should
/// not; an order that it rejects is counted and not measured.
class OrderFlow final : public Exchange, private FixHandler {
  public:
    /// Connects and logs on. `feed` may be null.
    OrderFlow(const FixAddress& address, OrderTerms terms, FeedWatch* feed);

    [[nodiscard]] std::int64_t now_ns() const override;
    void send(std::uint64_t index, std::int64_t intended_ns) override;
    void poll() override;
    [[nodiscard]] bool is_settled() const override;
    [[nodiscard]] std::string missing() const override;

    void log_out() { session_.log_out(*this); }

    [[nodiscard]] const LatencyHistogram& order_to_ack() const { return order_to_ack_; }

    [[nodiscard]] const LatencyHistogram& cancel_to_ack() const { return cancel_to_ack_; }

    [[nodiscard]] std::uint64_t rejected() const { return rejected_; }

    /// What the venue said of the first request that it rejected.
    [[nodiscard]] const std::string& first_reject() const { return first_reject_; }

    [[nodiscard]] std::size_t order_bytes() const { return order_bytes_; } ///< of the last order

    [[nodiscard]] std::size_t ack_bytes() const { return ack_bytes_; } ///< of the last ack

    /// Forgets what was recorded: the warm-up is over.
    void clear();

  private:
    using ClOrdIdText = std::array<char, 20>;

    void on_message(std::string_view msg_type, std::string_view frame,
                    std::int64_t received_ns) override;
    void on_report(std::string_view frame, std::uint64_t index, std::int64_t received_ns);
    void reject(std::string_view frame, std::uint64_t index);
    [[nodiscard]] ClOrdIdText cl_ord_id(std::uint64_t index) const;
    [[nodiscard]] std::optional<std::uint64_t> index_of(std::string_view cl_ord_id) const;

    OrderTerms terms_;
    FeedWatch* feed_;
    std::string run_id_; ///< begins every ClOrdID: no two runs of a day share one
    InFlight in_flight_;
    LatencyHistogram order_to_ack_;
    LatencyHistogram cancel_to_ack_;
    std::uint64_t rejected_ = 0;
    std::string first_reject_;
    std::size_t order_bytes_ = 0;
    std::size_t ack_bytes_ = 0;
    FixSession session_; ///< last: it may throw when all else is there
};

} // namespace pinion::latency
