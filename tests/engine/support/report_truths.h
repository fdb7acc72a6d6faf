#pragma once

#include "shm/messages/control_report.h"
#include "shm/messages/report.h"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace pinion::engine {

/// The truths of every ExecutionReport (FIX.md of the project: 151, 14, 6, 17, 37), the life of an
/// order as its reports tell it, that nobody trades behind his kill, and that stock and money are
/// conserved: each trade has two sides of one price and size.
class ReportTruths {
  public:
    void on_report(const shm::Report& report);
    void command_ended();

    [[nodiscard]] const std::string& broken() const { return broken_; }

  private:
    struct Order {
        std::uint64_t quantity = 0;
        std::uint64_t lots = 0;
        shm::Int128 notional = 0;
        shm::Side side{};
        std::uint16_t session = 0;
        std::uint32_t instrument = 0;
        shm::AccountName account{};
        bool ended = false;
    };

    struct MakerFill {
        std::uint64_t lots;
        std::int64_t price_ticks;
        shm::Side side;
        std::uint32_t instrument;
    };

    void hold(bool truth, const char* sentence) {
        if (!truth && broken_.empty()) broken_ = sentence;
    }

    void note_control(const shm::ControlReport& answer);
    [[nodiscard]] bool is_killed(const shm::Report& report) const;
    void check_order(const shm::Report& report);
    void check_change(const shm::Report& report, Order& order);
    void add_trade(const shm::Report& report, Order& order);
    void match(const shm::Report& report);

    using Killed = std::tuple<shm::ControlScope, std::string, std::uint32_t>;

    std::string broken_;
    std::set<Killed> killed_;
    std::map<std::uint16_t, std::uint64_t> report_sequences_;
    std::map<std::uint64_t, Order> orders_;
    std::map<std::uint64_t, MakerFill> open_matches_;
    std::uint64_t last_exec_id_ = 0;
    std::uint64_t last_match_id_ = 0;
};

} // namespace pinion::engine
