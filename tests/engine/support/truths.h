#pragma once

#include "engine/event_sink.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <set>

namespace pinion::engine {

/// Watches a stream of events for what must hold of every ExecutionReport and feed event, whatever
/// the commands were.
class Truths : public EventSink {
  public:
    void on_report(const shm::Report& report) override {
        ASSERT_EQ(report.report_sequence, ++report_sequences_[report.gateway]);
        if (report.kind != shm::ReportKind::execution) return;
        ASSERT_TRUE(exec_ids_.insert(report.exec_id).second) << "an ExecID came twice";
        if (report.order_id == 0) return;
        const bool live = report.ord_status == shm::OrdStatus::new_order ||
                          report.ord_status == shm::OrdStatus::partially_filled;
        ASSERT_EQ(report.leaves_lots, live ? report.quantity_lots - report.cumulative_lots : 0);
        ASSERT_EQ(live, report.leaves_lots != 0);
        auto& order = orders_[report.order_id];
        if (report.exec_type == shm::ExecType::trade) add_trade(order, report);
        ASSERT_EQ(report.cumulative_lots, order.lots);
        ASSERT_TRUE(report.cumulative_notional.value() == order.notional);
    }

    void on_feed_event(const shm::FeedEvent& event) override {
        ASSERT_FALSE(at_rest_ == (event.time_ns == command_time_ns_)) << "a command ends once";
        command_time_ns_ = event.time_ns;
        at_rest_ = (event.flags & shm::feed_flags::last_of_command) != 0;
    }

    /// The book is at rest between commands, and each trade had two sides of one size and price.
    void command_ended() {
        ASSERT_TRUE(at_rest_);
        ASSERT_TRUE(open_matches_.empty());
    }

  private:
    struct Traded {
        std::uint64_t lots = 0;
        shm::Int128 notional = 0;
    };

    struct Match {
        std::uint64_t lots;
        std::int64_t price_ticks;
        shm::Side side;
    };

    void add_trade(Traded& order, const shm::Report& report) {
        order.lots += report.last_lots;
        order.notional += shm::Int128{report.last_price_ticks} * shm::Int128{report.last_lots};
        const auto found = open_matches_.find(report.match_id);
        if (found == open_matches_.end()) {
            open_matches_[report.match_id] = {report.last_lots, report.last_price_ticks,
                                              report.side};
            return;
        }
        ASSERT_EQ(found->second.lots, report.last_lots);
        ASSERT_EQ(found->second.price_ticks, report.last_price_ticks);
        ASSERT_NE(found->second.side, report.side);
        open_matches_.erase(found);
    }

    std::map<std::uint16_t, std::uint64_t> report_sequences_;
    std::set<std::uint64_t> exec_ids_;
    std::map<std::uint64_t, Traded> orders_;
    std::map<std::uint64_t, Match> open_matches_;
    std::int64_t command_time_ns_ = -1;
    bool at_rest_ = true;
};

} // namespace pinion::engine
