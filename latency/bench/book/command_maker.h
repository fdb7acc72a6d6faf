#pragma once

#include "latency/bench/book/operation.h"
#include "shm/messages/log_record.h"

#include <cstdint>
#include <unordered_map>

namespace pinion::latency {

[[nodiscard]] shm::AccountName account_name(std::uint32_t number);

/// Turns a stream's operations into the commands of one session: every message has a ClOrdID of its
/// own, replaces and cancels name the latest one of their order. Operations on orders that have
/// been filled become requests that come too late.
class CommandMaker {
  public:
    /// Orders are of one account or another of so many.
    explicit CommandMaker(std::uint32_t accounts = 1) : accounts_(accounts) {}

    [[nodiscard]] shm::SequencedCommand next(const Operation& operation);

    /// An order that meets nobody and is gone at once: only its id remains.
    [[nodiscard]] shm::SequencedCommand dead_order(std::int64_t price_ticks);

  private:
    struct Order {
        std::uint64_t id_number;
        std::uint64_t quantity_lots;
        std::int64_t price_ticks;
    };

    [[nodiscard]] shm::SequencedCommand command(shm::CommandKind kind);
    void describe(shm::Command& command, const Operation& operation);

    std::unordered_map<std::uint64_t, Order> orders_;
    std::uint32_t accounts_;
    std::uint64_t sequence_ = 0;
};

} // namespace pinion::latency
