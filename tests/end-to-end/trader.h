#pragma once

#include "tests/end-to-end/quickfix_client.h"
#include "tests/end-to-end/venue.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace pinion::test {

/// FIX tags that the tests speak of.
namespace tag {
inline constexpr int account = 1, avg_px = 6, cl_ord_id = 11, cum_qty = 14, exec_id = 17,
                     last_px = 31, last_qty = 32, msg_seq_num = 34, msg_type = 35, order_id = 37,
                     order_qty = 38, ord_status = 39, ord_type = 40, orig_cl_ord_id = 41,
                     exec_inst = 18, poss_dup = 43, poss_resend = 97, on_behalf_of_comp_id = 115,
                     price = 44, ref_seq_num = 45, side = 54, symbol = 55, text = 58,
                     time_in_force = 59, transact_time = 60, stop_px = 99, cxl_rej_reason = 102,
                     ord_rej_reason = 103, min_qty = 110, max_floor = 111, expire_time = 126,
                     exec_type = 150, leaves_qty = 151, ref_msg_type = 372,
                     session_reject_reason = 373, exec_restatement_reason = 378,
                     business_reject_reason = 380, expire_date = 432, cxl_rej_response_to = 434,
                     mass_cancel_request_type = 530, mass_cancel_response = 531,
                     mass_cancel_reject_reason = 532, total_affected_orders = 533,
                     mass_status_req_id = 584, mass_status_req_type = 585, ord_status_req_id = 790,
                     copy_msg_indicator = 797, last_liquidity_ind = 851, tot_num_reports = 911,
                     last_rpt_requested = 912, self_trade_prevention = 7928,
                     post_only_action = 7930, cancel_on_disconnect = 8013;
} // namespace tag

/// A FIX UTCTimestamp in milliseconds, so long from now.
[[nodiscard]] std::string utc_in(std::chrono::milliseconds delay);

using FieldList = std::vector<std::pair<int, std::string>>;

/// A person at a QuickFIX client: a small language for orders and for what must come back.
class Trader {
  public:
    /// Logs on to the gateway. Fails the test if that does not work.
    Trader(Venue& venue, std::uint16_t gateway, std::string comp_id,
           const FieldList& logon_fields = {}, const std::string& wire_log = {});

    void log_on();

    void log_out() { client_->stop(); }

    void crash() { client_->drop(); }

    void buy(const std::string& id, const std::string& symbol, int quantity,
             const std::string& price, const std::string& time_in_force = "0");
    void sell(const std::string& id, const std::string& symbol, int quantity,
              const std::string& price, const std::string& time_in_force = "0");
    /// A message of any type, with 60.
    void send(const std::string& msg_type, FieldList fields);

    /// An order of any kind: `terms` say which. `side` is FIX 54.
    void order(const std::string& id, const std::string& symbol, char side, int quantity,
               const FieldList& terms);
    void buy_at_market(const std::string& id, const std::string& symbol, int quantity);
    void cancel(const std::string& id, const std::string& original, const std::string& symbol,
                char side);
    void replace(const std::string& id, const std::string& original, const std::string& symbol,
                 char side, int quantity, const std::string& price);
    void ask_status(const std::string& id, const std::string& symbol, char side,
                    const std::string& request);

    /// Of all orders: `scope` is FIX 585.
    void ask_mass_status(const std::string& request, char scope);

    /// Takes the next message and checks these fields; returns it whole. Fails the test if nothing
    /// comes in time.
    FixFields expect(const FieldList& fields);

    /// Checks that nothing comes for a short while.
    void expect_silence();

    [[nodiscard]] QuickFixClient& client() { return *client_; }

  private:
    std::string comp_id_;
    std::unique_ptr<QuickFixClient> client_;
};

} // namespace pinion::test
