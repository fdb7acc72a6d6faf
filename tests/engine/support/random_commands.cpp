#include "tests/engine/support/random_commands.h"

#include "shm/messages/account_limits.h"
#include "shm/messages/control_command.h"
#include "shm/messages/control_list.h"
#include "shm/messages/phase_request.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <string_view>

namespace pinion::engine {

using shm::Command;
using shm::CommandKind;
using shm::OrdType;
using shm::SelfTradePrevention;
using shm::Side;
using shm::TimeInForce;

namespace {

constexpr std::array preventions = {
    SelfTradePrevention::cancel_oldest, SelfTradePrevention::cancel_newest,
    SelfTradePrevention::cancel_both, SelfTradePrevention::decrement};

bool is_event(CommandKind kind) {
    return kind == CommandKind::session_up || kind == CommandKind::session_down ||
           kind == CommandKind::gateway_down || kind == CommandKind::timer ||
           kind == CommandKind::day_roll || kind == CommandKind::host_lost;
}

/// It outlives its command, if it is accepted and does not trade.
bool may_wait(const Command& command) {
    return command.kind == CommandKind::new_order && command.ord_type != OrdType::market &&
           command.time_in_force != TimeInForce::immediate_or_cancel &&
           command.time_in_force != TimeInForce::fill_or_kill;
}

shm::ClOrdId id(std::uint64_t number) { return *shm::ClOrdId::from("N" + std::to_string(number)); }

} // namespace

std::uint64_t random_seed() {
    const char* given = std::getenv("PINION_SEED"); // NOLINT(concurrency-mt-unsafe)
    return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
}

RandomCommands::RandomCommands(std::uint64_t seed)
    : random_(seed), day_(random_), engine_epoch_(day_.options.engine_epoch),
      msg_seq_nums_(RandomDay::session_count, 0), time_ns_(day_.begin_ns) {}

shm::SequencedCommand RandomCommands::next() {
    pass_time();
    auto next = command();
    if (one_in(day_.wrong_one_in)) spoil(next);
    set_hashes(next);
    if (next.kind == CommandKind::new_order || next.kind == CommandKind::replace)
        known_.push_back(next);
    if (next.kind == CommandKind::control) return sequenced(next);
    for (auto* lots : {&next.quantity_lots, &next.min_quantity_lots, &next.display_quantity_lots})
        *lots *= day_.lots;
    return sequenced(next);
}

shm::SequencedCommand RandomCommands::sequenced(const Command& command) {
    return {.sequence = ++sequence_, .time_ns = time_ns_, .command = command};
}

void RandomCommands::pass_time() {
    time_ns_ += static_cast<std::int64_t>(1 + below(20));
    if (one_in(400)) time_ns_ += static_cast<std::int64_t>(below(40)) * RandomDay::hour_ns;
}

Command RandomCommands::command() {
    Command command{};
    command.kind = RandomDay::kinds[random_.pick(day_.kind_weights)];
    const bool has_balances = !day_.options.risk.assets.empty();
    if (has_balances && (sequence_ < 12 || one_in(40))) command.kind = CommandKind::control;
    command.session = static_cast<std::uint16_t>(below(RandomDay::session_count));
    command.gateway = static_cast<std::uint16_t>(one_in(20) ? below(2) : command.session % 2U);
    if (is_event(command.kind)) {
        make_event(command);
        return command;
    }
    command.engine_epoch = engine_epoch_;
    if (command.kind == CommandKind::control) {
        make_control(command);
        return command;
    }
    command.account = day_.options.accounts[below(2)];
    command.cl_ord_id = id(++ids_);
    command.rejected_kind = static_cast<std::uint8_t>(1 + below(6));
    command.reason = static_cast<shm::RejectReason>(
        below(static_cast<std::uint64_t>(shm::RejectReason::risk_is_off) + 1));
    command.mass_scope = one_in(2) ? '1' : '7';
    set_terms(command);
    if (command.kind != CommandKind::new_order) set_reference(command);
    const bool is_mass =
        command.kind == CommandKind::mass_cancel || command.kind == CommandKind::mass_status;
    if (is_mass && !one_in(3)) command.side = Side{};
    number(command);
    return command;
}

/// All sessions begin anew now and then.
void RandomCommands::number(Command& command) {
    if (one_in(300)) {
        ++session_epoch_;
        std::fill(msg_seq_nums_.begin(), msg_seq_nums_.end(), 0);
    }
    command.session_epoch = session_epoch_;
    command.msg_seq_num = ++msg_seq_nums_[command.session];
}

void RandomCommands::make_event(Command& command) {
    if (command.kind == CommandKind::session_up) {
        command.session_epoch = session_epoch_;
        if (!one_in(3)) command.flags = shm::command_flags::cancel_on_disconnect;
    }
    if (command.kind == CommandKind::host_lost)
        command.engine_epoch = one_in(3) ? engine_epoch_ : ++engine_epoch_;
    if (command.kind == CommandKind::timer || command.kind == CommandKind::day_roll ||
        command.kind == CommandKind::gateway_down || command.kind == CommandKind::host_lost)
        command.session = 0;
}

/// Trading goes on soon, mostly.
void RandomCommands::set_phase(shm::ControlCommand& control) {
    control.action = shm::ControlAction::set_phase;
    if (!one_in(5)) control.scope = shm::ControlScope::instrument;
    shm::PhaseRequest request{};
    request.phase = static_cast<shm::TradingPhase>(one_in(3) ? 4 : below(9));
    if (!one_in(3)) request.length_ns = static_cast<std::int64_t>(below(800));
    if (one_in(20)) request.length_ns = static_cast<std::int64_t>(random_.any());
    shm::set_payload(control, request);
}

/// Half of the time it takes back what an earlier one did: else nobody would trade for long.
void RandomCommands::make_control(Command& command) {
    using shm::ControlAction;
    auto control = shm::control_of(command);
    const auto epoch = control.engine_epoch;
    if (!bars_.empty() && one_in(2)) {
        const auto chosen = static_cast<std::ptrdiff_t>(below(bars_.size()));
        control = bars_[static_cast<std::size_t>(chosen)];
        bars_.erase(bars_.begin() + chosen);
        control.action =
            control.action == ControlAction::kill ? ControlAction::re_arm : ControlAction::resume;
    } else {
        make_new_control(control);
    }
    control.engine_epoch = epoch;
    control.request = static_cast<std::uint32_t>(++ids_);
    if (control.action == ControlAction::kill || control.action == ControlAction::suspend)
        bars_.push_back(control);
    command = shm::command_of(control);
}

void RandomCommands::make_list(shm::ControlCommand& control) {
    control.flags = static_cast<std::uint8_t>(below(8));
    shm::set_payload(control, shm::ListRequest{static_cast<std::uint32_t>(below(5))});
}

void RandomCommands::make_new_control(shm::ControlCommand& control) {
    control.gateway = RandomDay::admin_gateway;
    control.action = static_cast<shm::ControlAction>(below(16));
    control.scope = static_cast<shm::ControlScope>(below(6));
    if (one_in(3)) control.action = shm::ControlAction::kill;
    if (control.action == shm::ControlAction::suspend && !one_in(4))
        control.scope = shm::ControlScope::account;
    if (control.action == shm::ControlAction::list) make_list(control);
    control.operator_name = *shm::OperatorName::from("olga");
    control.number = one_in(10) ? random_.any() : below(4);
    control.session = static_cast<std::uint16_t>(below(RandomDay::session_count + 1));
    control.account =
        one_in(20) ? *shm::AccountName::from("nobody") : day_.options.accounts[below(2)];
    control.instrument = static_cast<std::uint32_t>(below(4));
    if (!day_.options.risk.assets.empty() && !one_in(4)) make_account_control(control);
    if (day_.has_phases && one_in(2)) set_phase(control);
}

/// Mostly enough for some orders.
void RandomCommands::make_account_control(shm::ControlCommand& control) {
    control.scope = one_in(50) ? shm::ControlScope::instrument : shm::ControlScope::account;
    control.action = shm::ControlAction::credit;
    const auto& assets = day_.options.risk.assets;
    auto amount = static_cast<shm::Int128>(below(one_in(2) ? 400'000 : 2'000)) *
                  static_cast<shm::Int128>(day_.lots);
    if (one_in(5)) amount = -amount;
    if (one_in(50)) amount = shm::Int128{static_cast<std::int64_t>(random_.any())} << below(64);
    shm::Credit credit{.asset = assets[below(assets.size())].name,
                       .amount = shm::Notional::from(amount)};
    if (one_in(50)) credit.asset = *shm::AssetName::from("CAKE");
    shm::set_payload(control, credit);
    if (sequence_ < 12 || !one_in(4)) return;

    control.action = shm::ControlAction::set_limits;
    shm::SetLimits limits{};
    limits.fields = static_cast<std::uint32_t>(below(one_in(20) ? 64 : 32));
    limits.limits.order_lots_max = below(50) * day_.lots;
    limits.limits.order_value_max = below(30'000) * day_.lots;
    limits.limits.exposure_max = below(300'000) * day_.lots;
    limits.limits.open_orders_max = static_cast<std::uint32_t>(below(20));
    limits.limits.orders_per_interval = static_cast<std::uint32_t>(below(10));
    if (limits.limits.orders_per_interval != 0 || one_in(10))
        limits.limits.rate_interval_ns = static_cast<std::int64_t>(below(300));
    shm::set_payload(control, limits);
}

void RandomCommands::set_terms(Command& command) {
    command.side = one_in(2) ? Side::buy : Side::sell;
    command.instrument = static_cast<std::uint32_t>(below(one_in(4) ? 3 : 2));
    command.ord_type = RandomDay::types[random_.pick(day_.type_weights)];
    command.time_in_force = RandomDay::times_in_force[random_.pick(day_.time_in_force_weights)];
    command.quantity_lots = 1 + below(RandomDay::quantity_max);
    if (command.time_in_force == TimeInForce::good_till_date)
        command.expire_time_ns =
            time_ns_ +
            static_cast<std::int64_t>(one_in(10) ? below(100 * RandomDay::hour_ns) : below(2000));
    set_prices(command);
    if (command.kind == CommandKind::new_order) set_instructions(command);
}

const shm::InstrumentRecord& RandomCommands::band_of(const Command& command) const {
    return day_.options.instruments[command.instrument % day_.options.instruments.size()];
}

std::int64_t RandomCommands::just_outside(const shm::InstrumentRecord& band) {
    if (band.price_max_ticks == std::numeric_limits<std::int64_t>::max() || one_in(2))
        return band.price_min_ticks - 1;
    return band.price_max_ticks + 1;
}

void RandomCommands::set_prices(Command& command) {
    const auto away = [&] { return static_cast<std::int64_t>(below(day_.spread_ticks)); };
    const auto overlap = static_cast<std::int64_t>(day_.overlap_ticks);
    const auto& band = band_of(command);
    const auto drift = static_cast<std::int64_t>(sequence_ / 64 % 9);
    const auto middle =
        band.price_min_ticks + (band.price_max_ticks - band.price_min_ticks) / 2 + drift;
    const std::int64_t up = command.side == Side::buy ? 1 : -1;
    if (command.ord_type == OrdType::limit || command.ord_type == OrdType::stop_limit) {
        command.price_ticks = middle + up * (overlap - away());
        if (one_in(50))
            command.price_ticks = one_in(2) ? band.price_min_ticks : band.price_max_ticks;
    }
    if (command.ord_type == OrdType::stop || command.ord_type == OrdType::stop_limit) {
        command.stop_price_ticks = middle + up * (away() - overlap);
        if (one_in(50))
            command.stop_price_ticks = one_in(2) ? band.price_min_ticks : band.price_max_ticks;
    }
}

/// Mostly such as go together.
void RandomCommands::set_instructions(Command& command) {
    const auto has = [this](std::uint64_t percent) { return below(100) < percent; };
    if (has(day_.self_trade_prevention))
        command.self_trade_prevention = preventions[below(preventions.size())];
    if (has(day_.all_or_none)) {
        command.exec_inst = shm::exec_inst::all_or_none;
        if (!one_in(20)) return;
    }
    if (has(day_.minimum)) command.min_quantity_lots = 1 + below(command.quantity_lots);
    if ((!may_wait(command) || command.ord_type == OrdType::stop) && !one_in(20)) return;
    if (has(day_.display))
        command.display_quantity_lots =
            1 + below(one_in(2) ? command.quantity_lots : (command.quantity_lots + 7) / 8);
    const bool may_post = command.ord_type == OrdType::limit && command.min_quantity_lots == 0;
    if ((may_post || one_in(20)) && has(day_.post_only)) {
        command.exec_inst |= shm::exec_inst::post_only;
        if (one_in(2)) command.exec_inst |= shm::exec_inst::post_only_reprice;
    }
}

/// An order that was seen lately, and mostly one that may still wait.
const Command& RandomCommands::known_order() {
    const auto any = [this]() -> const Command& {
        const auto back = below(1 + below(std::min<std::uint64_t>(100, known_.size())));
        return known_[known_.size() - 1 - back];
    };
    const auto* known = &any();
    for (int tries = 0; tries < 5 && !may_wait(*known); ++tries) known = &any();
    return *known;
}

/// Refers to an order that was seen lately, mostly with its own terms.
void RandomCommands::set_reference(Command& command) {
    if (known_.empty() || one_in(40)) {
        command.reference_id = *shm::ClOrdId::from("never");
        return;
    }
    const auto& known = known_order();
    command.reference_id = known.cl_ord_id;
    command.session = known.session % RandomDay::session_count; // it may have been spoiled
    command.side = known.side;
    command.instrument = known.instrument;
    if (command.kind == CommandKind::status) command.cl_ord_id = command.reference_id;
    if (command.kind == CommandKind::replace) set_change(command, known);
}

void RandomCommands::set_change(Command& command, const Command& known) {
    command.ord_type = known.ord_type;
    command.price_ticks = command.stop_price_ticks = 0;
    set_prices(command);
    if (one_in(2)) command.price_ticks = known.price_ticks;
    if (one_in(2)) command.stop_price_ticks = known.stop_price_ticks;
    if (one_in(3))
        command.quantity_lots = 1 + below(known.quantity_lots % RandomDay::quantity_max + 1);
    if (!one_in(4)) command.display_quantity_lots = known.display_quantity_lots;
    if (one_in(20)) command.display_quantity_lots = below(command.quantity_lots + 1);
    command.display_quantity_lots = std::min(command.display_quantity_lots, command.quantity_lots);
    if (!one_in(20)) command.time_in_force = known.time_in_force;
    const bool is_dated = command.time_in_force == TimeInForce::good_till_date;
    if (!is_dated || one_in(3)) command.expire_time_ns = 0;
    if (one_in(6) && known.stop_price_ticks != 0) { // it may have been triggered
        command.ord_type = OrdType::limit;
        command.stop_price_ticks = 0;
    }
}

void RandomCommands::spoil(Command& command) {
    const auto byte = static_cast<std::uint8_t>(random_.any());
    const auto near = below(RandomDay::quantity_max + 2);
    switch (below(26)) {
    case 0: command.side = static_cast<Side>(byte); break;
    case 1: command.ord_type = static_cast<OrdType>(one_in(2) ? byte : '1' + byte % 4); break;
    case 2:
        command.time_in_force = static_cast<TimeInForce>(one_in(2) ? byte : '0' + byte % 8);
        break;
    case 3:
        command.instrument = static_cast<std::uint32_t>(one_in(2) ? below(5) : random_.any());
        break;
    case 4: command.account = *shm::AccountName::from("nobody"); break;
    case 5: command.quantity_lots = one_in(2) ? 0 : random_.any(); break;
    case 6: command.price_ticks = static_cast<std::int64_t>(random_.any()); break;
    case 7: command.price_ticks = just_outside(band_of(command)); break;
    case 8: command.exec_inst = one_in(2) ? byte : byte % 8; break;
    case 9: command.self_trade_prevention = static_cast<SelfTradePrevention>(byte); break;
    case 10: command.display_quantity_lots = one_in(2) ? near : random_.any(); break;
    case 11: // that of some order, or nobody's
        command.order_id = one_in(4)
                               ? random_.any()
                               : (std::uint64_t{day_.options.engine_epoch} << 32) + below(ids_ + 1);
        break;
    case 12: command.engine_epoch = static_cast<std::uint32_t>(below(8)); break;
    case 13: command.session = static_cast<std::uint16_t>(below(6)); break;
    case 14: command.gateway = static_cast<std::uint16_t>(below(4)); break;
    case 15: command.msg_seq_num = one_in(2) ? 0 : command.msg_seq_num - 1; break;
    case 16: command.kind = static_cast<CommandKind>(one_in(2) ? byte : byte % 16); break;
    case 17: command.min_quantity_lots = one_in(2) ? near : random_.any(); break;
    case 18: command.expire_time_ns = time_ns_ - 1 + static_cast<std::int64_t>(below(3)); break;
    case 19:
        command.stop_price_ticks = static_cast<std::int64_t>(one_in(2) ? 0 : random_.any());
        break;
    case 20: command.stop_price_ticks = just_outside(band_of(command)); break;
    case 21: command.mass_scope = byte; break;
    case 22: command.reference_id = id(1 + below(ids_ + 1)); break;
    case 23: --command.session_epoch; break;
    case 24: // an id that may be known
        command.cl_ord_id = id(1 + below(ids_ + 1));
        break;
    default: // the same, openly
        command.cl_ord_id = id(1 + below(ids_ + 1));
        command.flags = shm::command_flags::poss_resend;
    }
}

void RandomCommands::set_hashes(Command& command) const {
    if (command.kind == CommandKind::control) return; // there it has other fields
    const std::hash<std::string_view> hash;
    command.cl_ord_id_hash = hash(command.cl_ord_id.view()) & day_.hash_mask;
    command.reference_id_hash = hash(command.reference_id.view()) & day_.hash_mask;
}

} // namespace pinion::engine
