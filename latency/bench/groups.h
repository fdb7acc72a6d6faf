#pragma once

#include "latency/bench/row.h"

#include <vector>

/// All benchmark groups. A group is one file, NAME_bench.cpp, with one function that adds its rows;
/// declare it here, call it in groups.cpp and name its file in latency/CMakeLists.txt.
namespace pinion::latency {

[[nodiscard]] std::vector<Row> all_rows();

void add_ring_rows(std::vector<Row>& rows);
void add_feed_rows(std::vector<Row>& rows);
void add_codec_rows(std::vector<Row>& rows);
void add_ack_rows(std::vector<Row>& rows);
void add_book_rows(std::vector<Row>& rows);
void add_apply_rows(std::vector<Row>& rows);
void add_risk_rows(std::vector<Row>& rows);
void add_kill_rows(std::vector<Row>& rows);
void add_async_rows(std::vector<Row>& rows);
void add_journal_rows(std::vector<Row>& rows);
void add_replay_rows(std::vector<Row>& rows);

} // namespace pinion::latency
