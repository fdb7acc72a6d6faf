#include "latency/bench/groups.h"

namespace pinion::latency {

std::vector<Row> all_rows() {
    std::vector<Row> rows;
    add_ring_rows(rows);
    add_feed_rows(rows);
    add_codec_rows(rows);
    add_ack_rows(rows);
    add_book_rows(rows);
    add_apply_rows(rows);
    add_risk_rows(rows);
    add_kill_rows(rows);
    add_journal_rows(rows);
    add_async_rows(rows);
    add_replay_rows(rows);
    return rows;
}

} // namespace pinion::latency
