#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace pinion::test {

/// What one client sent and what it was told, by the log of its wire, over all the processes it
/// had. Notes whatever breaks the venue's promises.
/// Thread safety: none. Errors: std::runtime_error if the log cannot be read.
class WireLedger {
  public:
    struct Order {
        std::string cl_ord_id;
        std::string symbol;
        std::string price;
        char side = 0;
        long leaves = 0;
        long cumulative = 0;
        long traded = 0; ///< sum of the trades told
    };

    explicit WireLedger(std::string path) : path_(std::move(path)) {}

    /// Reads what was appended since.
    void read_on();

    /// Requests that went over the wire and were not answered.
    [[nodiscard]] std::size_t unanswered() const;

    /// Makes the account: orders, ExecIDs, and what is wrong.
    void close();

    [[nodiscard]] std::size_t requests() const { return requests_.size(); }

    /// By OrderID, as last told. After `close`.
    [[nodiscard]] const std::map<std::string, Order>& orders() const { return orders_; }

    [[nodiscard]] const std::set<std::string>& exec_ids() const { return exec_ids_; }

    /// What broke a promise, in words.
    [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }

  private:
    using Fields = std::vector<std::pair<int, std::string>>;

    void note(const std::string& line);
    void note_outgoing(const Fields& message);
    void note_incoming(const Fields& message, const std::string& line);
    void note_gap(const Fields& message);
    void note_answer(const Fields& message);
    void account_for(const Fields& report);
    void fault(const std::string& what);

    std::string path_;
    std::size_t read_ = 0;                        ///< bytes
    std::map<std::string, std::string> requests_; ///< ClOrdID -> MsgType
    std::map<std::string, int> answers_;          ///< ClOrdID -> messages that answer it
    std::map<int, Fields> told_;                  ///< by MsgSeqNum, what may not change
    std::set<int> skipped_;                       ///< MsgSeqNums of which the venue said: nothing
    std::map<std::string, Order> orders_;
    std::set<std::string> exec_ids_;
    std::vector<std::string> faults_;
};

} // namespace pinion::test
