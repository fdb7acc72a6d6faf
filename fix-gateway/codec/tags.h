#pragma once

#include <cstdint>

/// The FIX 4.4 tags that this venue's own parser and writers know by name.
namespace pinion::fix {

using Tag = std::uint32_t;

inline constexpr char soh = '\x01'; ///< ends every field

namespace tag {
inline constexpr Tag account = 1;
inline constexpr Tag avg_px = 6;
inline constexpr Tag begin_seq_no = 7;
inline constexpr Tag begin_string = 8;
inline constexpr Tag body_length = 9;
inline constexpr Tag check_sum = 10;
inline constexpr Tag cl_ord_id = 11;
inline constexpr Tag cum_qty = 14;
inline constexpr Tag end_seq_no = 16;
inline constexpr Tag exec_id = 17;
inline constexpr Tag exec_inst = 18;
inline constexpr Tag exec_ref_id = 19;
inline constexpr Tag last_px = 31;
inline constexpr Tag last_qty = 32;
inline constexpr Tag msg_seq_num = 34;
inline constexpr Tag msg_type = 35;
inline constexpr Tag order_id = 37;
inline constexpr Tag order_qty = 38;
inline constexpr Tag ord_status = 39;
inline constexpr Tag ord_type = 40;
inline constexpr Tag orig_cl_ord_id = 41;
inline constexpr Tag price = 44;
inline constexpr Tag ref_seq_num = 45;
inline constexpr Tag sender_comp_id = 49;
inline constexpr Tag sending_time = 52;
inline constexpr Tag side = 54;
inline constexpr Tag symbol = 55;
inline constexpr Tag target_comp_id = 56;
inline constexpr Tag text = 58;
inline constexpr Tag time_in_force = 59;
inline constexpr Tag transact_time = 60;
inline constexpr Tag raw_data_length = 95;
inline constexpr Tag raw_data = 96;
inline constexpr Tag poss_resend = 97;
inline constexpr Tag stop_px = 99;
inline constexpr Tag cxl_rej_reason = 102;
inline constexpr Tag ord_rej_reason = 103;
inline constexpr Tag min_qty = 110;
inline constexpr Tag max_floor = 111;
inline constexpr Tag on_behalf_of_comp_id = 115;
inline constexpr Tag expire_time = 126;
inline constexpr Tag exec_type = 150;
inline constexpr Tag leaves_qty = 151;
inline constexpr Tag ref_msg_type = 372;
inline constexpr Tag exec_restatement_reason = 378;
inline constexpr Tag business_reject_ref_id = 379;
inline constexpr Tag business_reject_reason = 380;
inline constexpr Tag expire_date = 432;
inline constexpr Tag cxl_rej_response_to = 434;
inline constexpr Tag mass_cancel_request_type = 530;
inline constexpr Tag mass_cancel_response = 531;
inline constexpr Tag mass_cancel_reject_reason = 532;
inline constexpr Tag total_affected_orders = 533;
inline constexpr Tag mass_status_req_id = 584;
inline constexpr Tag mass_status_req_type = 585;
inline constexpr Tag ord_status_req_id = 790;
inline constexpr Tag copy_msg_indicator = 797;
inline constexpr Tag last_liquidity_ind = 851;
inline constexpr Tag tot_num_reports = 911;
inline constexpr Tag last_rpt_requested = 912;
inline constexpr Tag self_trade_prevention = 7928;
inline constexpr Tag post_only_action = 7930;
} // namespace tag

} // namespace pinion::fix
