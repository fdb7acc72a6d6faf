#pragma once

#include "engine/engine_options.h"
#include "shm/messages/command.h"
#include "tests/support/instrument.h"

#include <cstdint>
#include <string>

namespace pinion::engine::test {

/// The least engine that accepts what CommandMaker makes.
inline EngineOptions small_engine() {
    EngineOptions options;
    options.instruments = {pinion::test::instrument_in_cents("PINE", 1, 1'000'000)};
    options.accounts = {*shm::AccountName::from("HOUSE")};
    options.orders_max = 1024;
    options.levels_max = 256;
    options.cl_ord_ids_per_day_max = 4096;
    options.sessions_max = 4;
    options.gateways_max = 2;
    return options;
}

/// Writes the orders of one session, numbered as FIX would number them.
class CommandMaker {
  public:
    explicit CommandMaker(std::uint32_t engine_epoch, std::uint16_t session = 0)
        : engine_epoch_(engine_epoch), session_(session) {}

    shm::Command limit_order(shm::Side side, std::int64_t price_ticks,
                             std::uint64_t quantity_lots) {
        ++msg_seq_num_;
        shm::Command command{};
        command.kind = shm::CommandKind::new_order;
        command.side = side;
        command.ord_type = shm::OrdType::limit;
        command.time_in_force = shm::TimeInForce::day;
        command.engine_epoch = engine_epoch_;
        command.session_epoch = 1;
        command.msg_seq_num = msg_seq_num_;
        command.session = session_;
        command.price_ticks = price_ticks;
        command.quantity_lots = quantity_lots;
        command.cl_ord_id =
            *shm::ClOrdId::from(std::to_string(session_) + "-" + std::to_string(msg_seq_num_));
        command.cl_ord_id_hash = (std::uint64_t{session_} + 1) << 32 | msg_seq_num_;
        command.account = *shm::AccountName::from("HOUSE");
        return command;
    }

    /// Rests, and trades with nothing that this makes.
    shm::Command bid() { return limit_order(shm::Side::buy, 100, 10); }

  private:
    std::uint32_t engine_epoch_;
    std::uint16_t session_;
    std::uint32_t msg_seq_num_ = 0;
};

} // namespace pinion::engine::test
