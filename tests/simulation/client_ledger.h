#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace pinion::test {

/// What a client has asked for and was told. Failures are gtest's: a request that is answered
/// twice, an ExecID with two contents, a repetition that does not say that it is one.
class ClientLedger {
  public:
    struct Order {
        std::string symbol;
        std::string side;
        std::int64_t price_ticks;
        std::uint64_t leaves;
        std::string cl_ord_id;
    };

    /// A price level: symbol, side, ticks.
    using Level = std::tuple<std::string, std::string, std::int64_t>;

    void note_request(const std::string& cl_ord_id) { open_.insert(cl_ord_id); }

    /// An ExecutionReport, OrderCancelReject or BusinessMessageReject that was not told before,
    /// going by its MsgSeqNum.
    void note_answer(const std::string& frame);

    /// Requests that were not answered.
    [[nodiscard]] const std::set<std::string>& open() const { return open_; }

    /// By OrderID; those that wait.
    [[nodiscard]] const std::map<std::string, Order>& orders() const { return orders_; }

    void add_to(std::map<Level, std::uint64_t>& book) const {
        for (const auto& [id, order] : orders_)
            book[{order.symbol, order.side, order.price_ticks}] += order.leaves;
    }

  private:
    void note_execution(const std::string& frame);
    [[nodiscard]] bool is_repeated(const std::string& frame);
    void close(const std::string& cl_ord_id, bool may_be_repeated);

    std::set<std::string> open_;
    std::set<std::string> closed_;
    std::map<std::string, Order> orders_;
    std::map<std::string, std::string> executions_; ///< contents by ExecID
};

/// The fields of a frame, sorted, but for those that a repetition may change, and `left_out`.
[[nodiscard]] std::string content_of(const std::string& frame, const std::set<int>& left_out = {});

} // namespace pinion::test
