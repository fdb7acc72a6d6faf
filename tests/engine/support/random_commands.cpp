#include "tests/engine/support/random_commands.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <string_view>

namespace pinion::engine {

using shm::Command;
using shm::CommandKind;
using shm::OrdType;
using shm::Side;
using shm::TimeInForce;

namespace {

constexpr std::uint16_t session_count = 3;
constexpr std::int64_t price_min = 900;
constexpr std::int64_t price_max = 1100;
constexpr std::uint64_t quantity_max = 40;

shm::InstrumentRecord instrument(std::string_view symbol) {
    shm::InstrumentRecord record{};
    record.symbol = *shm::Symbol::from(symbol);
    record.tick_units = record.lot_units = 1;
    record.price_min_ticks = price_min;
    record.price_max_ticks = price_max;
    record.quantity_max_lots = quantity_max;
    return record;
}

} // namespace

std::uint64_t random_seed() {
    const char* given = std::getenv("PINION_SEED"); // NOLINT(concurrency-mt-unsafe)
    return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

RandomCommands::RandomCommands(std::uint64_t seed)
    : random_(seed), msg_seq_nums_(session_count, 0) {
    options_.engine_epoch = 5;
    options_.instruments = {instrument("ACME"), instrument("ZINC")};
    options_.accounts = {*shm::AccountName::from("house"), *shm::AccountName::from("client")};
    const bool tight = one_in(2);
    options_.orders_max = tight ? static_cast<std::uint32_t>(5 + below(60)) : 4096;
    options_.levels_max = tight ? static_cast<std::uint32_t>(4 + below(16)) : 1024;
    options_.cl_ord_ids_per_day_max = one_in(3) ? 700 : 8192;
    options_.sessions_max = session_count;
    options_.gateways_max = 2;
    hash_mask_ =
        one_in(3) ? 0x3 : ~std::uint64_t{0}; // some venues have clients who find collisions
}

std::string RandomCommands::new_id() { return "N" + std::to_string(++ids_); }

shm::SequencedCommand RandomCommands::next() {
    auto command = request();
    if (one_in(12)) spoil(command);
    set_hashes(command);
    if (command.kind == CommandKind::new_order || command.kind == CommandKind::replace)
        known_.push_back({std::string(command.cl_ord_id.view()), command.side, command.instrument,
                          command.session, command.price_ticks, command.quantity_lots});
    ++sequence_;
    return {.sequence = sequence_,
            .time_ns = static_cast<std::int64_t>(sequence_) * 10,
            .command = command};
}

Command RandomCommands::request() {
    Command command{};
    command.session = static_cast<std::uint16_t>(below(session_count));
    command.gateway = command.session % 2;
    command.engine_epoch = options_.engine_epoch;
    command.session_epoch = 1;
    command.account = options_.accounts[below(2)];
    command.cl_ord_id = *shm::ClOrdId::from(new_id());
    const auto dice = below(100);
    command.kind = dice < 55   ? CommandKind::new_order
                   : dice < 75 ? CommandKind::cancel
                   : dice < 93 ? CommandKind::replace
                   : dice < 98 ? CommandKind::status
                   : dice < 99 ? CommandKind::rejected
                               : static_cast<CommandKind>(below(16));
    command.rejected_kind = static_cast<std::uint8_t>(1 + below(6));
    command.reason = static_cast<shm::RejectReason>(below(30));
    set_terms(command);
    if (command.kind != CommandKind::new_order) set_ids(command);
    command.msg_seq_num = ++msg_seq_nums_[command.session];
    return command;
}

void RandomCommands::set_terms(Command& command) {
    command.side = one_in(2) ? Side::buy : Side::sell;
    command.instrument = static_cast<std::uint32_t>(below(2));
    command.ord_type = one_in(20) ? OrdType::market : OrdType::limit;
    const auto dice = below(20);
    command.time_in_force = dice < 14   ? TimeInForce::day
                            : dice < 17 ? TimeInForce::good_till_cancel
                            : dice < 19 ? TimeInForce::immediate_or_cancel
                                        : TimeInForce::fill_or_kill;
    command.quantity_lots = 1 + below(quantity_max);
    const auto away = static_cast<std::int64_t>(below(12));
    const auto middle = 1000 + static_cast<std::int64_t>(sequence_ / 64 % 9);
    command.price_ticks = command.side == Side::buy ? middle + 2 - away : middle - 2 + away;
    if (one_in(50)) command.price_ticks = one_in(2) ? price_min : price_max;
    if (command.ord_type == OrdType::market) command.price_ticks = 0;
}

/// Refers to an order that was seen lately, mostly with its own terms.
void RandomCommands::set_ids(Command& command) {
    if (known_.empty() || one_in(40)) {
        command.reference_id = *shm::ClOrdId::from("never");
        return;
    }
    const auto back = std::min(below(60), below(60)) % known_.size();
    const auto& known = known_[known_.size() - 1 - back];
    command.reference_id = *shm::ClOrdId::from(known.id);
    command.session = known.session % session_count; // it may have been spoiled
    command.gateway = command.session % 2;
    command.side = known.side;
    command.instrument = known.instrument;
    if (command.kind == CommandKind::status) command.cl_ord_id = command.reference_id;
    if (command.kind != CommandKind::replace) return;
    command.ord_type = OrdType::limit;
    if (one_in(2)) command.price_ticks = known.price_ticks;
    if (one_in(2)) command.quantity_lots = 1 + below(known.quantity_lots + 1);
}

void RandomCommands::spoil(Command& command) {
    const auto byte = static_cast<std::uint8_t>(random_());
    switch (below(19)) {
    case 0: command.side = static_cast<Side>(byte); break;
    case 1: command.ord_type = static_cast<OrdType>(byte); break;
    case 2: command.time_in_force = static_cast<TimeInForce>(byte); break;
    case 3: command.instrument = static_cast<std::uint32_t>(random_()); break;
    case 4: command.account = *shm::AccountName::from("nobody"); break;
    case 5: command.quantity_lots = one_in(2) ? 0 : random_(); break;
    case 6: command.price_ticks = static_cast<std::int64_t>(random_()); break;
    case 7: command.price_ticks = one_in(2) ? price_min - 1 : price_max + 1; break;
    case 8: command.exec_inst = byte; break;
    case 9: command.self_trade_prevention = static_cast<shm::SelfTradePrevention>(byte); break;
    case 10: command.display_quantity_lots = 5; break;
    case 11: command.order_id = random_(); break;
    case 12: command.engine_epoch = static_cast<std::uint32_t>(below(8)); break;
    case 13: command.session = static_cast<std::uint16_t>(below(6)); break;
    case 14: command.gateway = static_cast<std::uint16_t>(below(4)); break;
    case 15: command.msg_seq_num = one_in(2) ? 0 : command.msg_seq_num - 1; break;
    case 16: command.kind = static_cast<CommandKind>(byte); break;
    case 17: // an id that may be known
        command.cl_ord_id = *shm::ClOrdId::from("N" + std::to_string(1 + below(ids_)));
        break;
    default: // the same, openly
        command.cl_ord_id = *shm::ClOrdId::from("N" + std::to_string(1 + below(ids_)));
        command.flags = shm::command_flags::poss_resend;
    }
}

void RandomCommands::set_hashes(Command& command) const {
    const std::hash<std::string_view> hash;
    command.cl_ord_id_hash = hash(command.cl_ord_id.view()) & hash_mask_;
    command.reference_id_hash = hash(command.reference_id.view()) & hash_mask_;
}

} // namespace pinion::engine
