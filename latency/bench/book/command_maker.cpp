#include "latency/bench/book/command_maker.h"

#include "latency/bench/book/id_key.h"

#include <charconv>
#include <string>

namespace pinion::latency {

using shm::Command;
using shm::CommandKind;

namespace {

constexpr std::int64_t first_time_ns = 1'700'000'000'000'000'000;

shm::ClOrdId text(std::uint64_t number) {
    shm::ClOrdId id{};
    std::to_chars(id.bytes.data(), id.bytes.data() + id.bytes.size(), number);
    return id;
}

} // namespace

shm::AccountName account_name(std::uint32_t number) {
    return *shm::AccountName::from("ACCOUNT" + std::to_string(number));
}

shm::SequencedCommand CommandMaker::command(CommandKind kind) {
    shm::SequencedCommand sequenced{};
    sequenced.sequence = ++sequence_;
    sequenced.time_ns = first_time_ns + static_cast<std::int64_t>(sequence_);
    auto& command = sequenced.command;
    command.kind = kind;
    command.ord_type = shm::OrdType::limit;
    command.time_in_force = shm::TimeInForce::day;
    command.engine_epoch = 1;
    command.session_epoch = 1;
    command.msg_seq_num = static_cast<std::uint32_t>(sequence_);
    command.cl_ord_id = text(sequence_);
    command.cl_ord_id_hash = key_of(sequence_);
    command.account = account_name(static_cast<std::uint32_t>(sequence_ % accounts_));
    return sequenced;
}

shm::SequencedCommand CommandMaker::dead_order(std::int64_t price_ticks) {
    auto sequenced = command(CommandKind::new_order);
    sequenced.command.side = shm::Side::buy;
    sequenced.command.time_in_force = shm::TimeInForce::immediate_or_cancel;
    sequenced.command.price_ticks = price_ticks;
    sequenced.command.quantity_lots = 1;
    return sequenced;
}

shm::SequencedCommand CommandMaker::next(const Operation& operation) {
    const bool is_new =
        operation.kind == OperationKind::add || operation.kind == OperationKind::immediate;
    auto sequenced = command(is_new                                    ? CommandKind::new_order
                             : operation.kind == OperationKind::cancel ? CommandKind::cancel
                                                                       : CommandKind::replace);
    describe(sequenced.command, operation);
    return sequenced;
}

void CommandMaker::describe(Command& command, const Operation& operation) {
    auto& order = orders_[operation.id];
    command.instrument = operation.instrument;
    command.side = operation.side;
    command.account = account_name(static_cast<std::uint32_t>(operation.id % accounts_));
    command.reference_id = order.id_number == 0 ? shm::ClOrdId{} : text(order.id_number);
    command.reference_id_hash = order.id_number == 0 ? 0 : key_of(order.id_number);
    if (operation.kind == OperationKind::immediate)
        command.time_in_force = shm::TimeInForce::immediate_or_cancel;
    if (operation.kind == OperationKind::cancel) {
        orders_.erase(operation.id);
        return;
    }
    order.id_number = sequence_;
    if (operation.kind == OperationKind::size_down) {
        order.quantity_lots -= operation.quantity_lots;
    } else {
        if (operation.kind != OperationKind::reprice) order.quantity_lots = operation.quantity_lots;
        order.price_ticks = operation.price_ticks;
    }
    command.price_ticks = order.price_ticks;
    command.quantity_lots = order.quantity_lots;
}

} // namespace pinion::latency
