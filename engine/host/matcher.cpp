#include "engine/host/matcher.h"

#include "engine/rules/trading_day.h"
#include "shm/layout/admin_link.h"
#include "shm/sys/idle_strategy.h"

#include <algorithm>
#include <chrono>

namespace pinion::engine {

namespace {

constexpr std::chrono::seconds close_patience{5};

Outbox::Lanes lanes_of(const std::vector<LinkEnd*>& links, shm::Durability durability) {
    Outbox::Lanes lanes;
    for (LinkEnd* link : links) {
        lanes.resize(std::max<std::size_t>(lanes.size(), link->gateway.index + 1U));
        lanes[link->gateway.index].emplace(link->reports, durability == shm::Durability::none
                                                              ? nullptr
                                                              : &link->reports_in_output_log);
    }
    return lanes;
}

/// Kinds that only the sequencer may make. A gateway is another process: it could write anything.
bool is_made_here(shm::CommandKind kind) {
    return kind == shm::CommandKind::gateway_down || kind == shm::CommandKind::timer ||
           kind == shm::CommandKind::day_roll || kind == shm::CommandKind::host_lost;
}

/// The operator's tools have a link of their own, which carries no client's orders.
bool may_send(const GatewayPeer& gateway, shm::CommandKind kind) {
    const bool is_operator = gateway.id == shm::admin_gateway_id;
    return is_operator == (kind == shm::CommandKind::control) && !is_made_here(kind);
}

} // namespace

Matcher::Matcher(const Parts& parts)
    : engine_(parts.engine), durability_(parts.durability), header_(parts.segment.header()),
      links_(parts.links), checkpoint_interval_(parts.checkpoint_interval), clock_(parts.clock),
      counters_(parts.counters), book_events_(parts.book_events),
      sequencer_(parts.last_sequence, parts.last_time_ns), log_(parts.segment.log()),
      durable_sequence_(parts.last_sequence),
      outbox_(lanes_of(parts.links, parts.durability), book_events_, gate_, parts.counters.outbox) {
    record_.engine_epoch = parts.engine_epoch;
    if (checkpoint_interval_ != 0 && parts.last_sequence != 0)
        publish_checkpoint(parts.last_sequence);
}

std::uint64_t Matcher::do_work() {
    std::uint64_t work_count = show_what_may_be_seen();
    for (LinkEnd* link : links_) work_count += serve(*link);
    if (work_count == 0 && is_waiting_for_a_time()) work_count = make_due_commands(clock_());
    counters_.turns.add();
    if (work_count > 0) counters_.busy_turns.add();
    return work_count;
}

void Matcher::on_close() {
    std::uint64_t commands_left = 0;
    for (LinkEnd* link : links_) commands_left += link->commands.slot_count();
    const auto deadline = std::chrono::steady_clock::now() + close_patience;
    shm::IdleStrategy idle(shm::Wait::yield);
    while (std::chrono::steady_clock::now() < deadline) {
        const bool is_enough = commands_left == 0;
        // Asked first: what had no room while it was looked for may have some a moment later.
        const bool was_free = may_sequence();
        const std::uint64_t work_count = is_enough ? show_what_may_be_seen() : do_work();
        commands_left -= std::min(commands_left, work_count);
        if (work_count == 0 && was_free && outbox_.is_empty()) return;
        idle.idle(work_count);
    }
}

std::uint64_t Matcher::show_what_may_be_seen() {
    if (durability_ == shm::Durability::sync) {
        gate_.open(header_.durable_sequence.load(std::memory_order_acquire));
        outbox_.release();
    }
    return outbox_.is_behind() ? outbox_.catch_up() : 0;
}

bool Matcher::may_sequence() { return !outbox_.is_behind() && has_log_room(); }

bool Matcher::has_log_room() {
    if (durability_ == shm::Durability::none) return true;
    if (sequencer_.sequence() - durable_sequence_ < log_.slot_count()) return true;
    durable_sequence_ = header_.durable_sequence.load(std::memory_order_acquire);
    return sequencer_.sequence() - durable_sequence_ < log_.slot_count();
}

std::uint64_t Matcher::serve(LinkEnd& link) {
    // Read before the ring is found empty: what the lost gateway wrote is visible from here on.
    const bool gateway_lost = link.gateway_lost.load(std::memory_order_acquire);
    const shm::Command* command = link.commands.peek();
    const std::int64_t now_ns = command != nullptr ? clock_() : 0;

    std::uint64_t count = command != nullptr ? make_due_commands(now_ns) : 0;
    const std::uint64_t count_max = count + commands_per_turn;
    while (command != nullptr && count < count_max && may_sequence()) {
        // Only a queue is looked ahead at: who waits alone is served at once.
        if (const auto* later = link.commands.peek_ahead(MatchingEngine::foresee_distance))
            engine_.foresee(*later);
        take(link, *command, now_ns);
        link.commands.pop();
        ++count;
        command = link.commands.peek();
    }
    if (command == nullptr && gateway_lost && may_sequence()) {
        declare_gateway_down(link);
        ++count;
    }
    return count;
}

void Matcher::take(LinkEnd& link, const shm::Command& command, std::int64_t now_ns) {
    // Copied once, and only the copy is believed: the sender can still write the slot.
    record_.sequenced.command = command;
    record_.sequenced.command.gateway = link.gateway.index;
    record_.gateway_id = link.gateway.id;
    record_.ring_position = link.commands.position();
    if (record_.sequenced.command.kind == shm::CommandKind::gateway_up)
        meet_gateway(link, record_.sequenced.command.order_id, now_ns);
    else if (!may_send(link.gateway, record_.sequenced.command.kind))
        counters_.commands_refused.add();
    else
        execute(now_ns);
}

/// A gateway that died may be back before its watch looks: then its place in the ring tells what
/// came from whom.
void Matcher::meet_gateway(LinkEnd& link, std::uint64_t process, std::int64_t now_ns) {
    const std::uint64_t last = link.gateway_process.load(std::memory_order_relaxed);
    if (last != 0 && last != process)
        make(shm::CommandKind::gateway_down, link.gateway.index, now_ns);
    link.gateway_process.store(process, std::memory_order_release);
}

void Matcher::declare_gateway_down(LinkEnd& link) {
    make(shm::CommandKind::gateway_down, link.gateway.index, clock_());
    link.gateway_process.store(0, std::memory_order_relaxed);
    link.gateway_lost.store(false, std::memory_order_release);
}

bool Matcher::is_waiting_for_a_time() const {
    return std::min(engine_.next_deadline_ns(), engine_.next_day_roll_ns()) != never;
}

/// Of two that are due at one time the timer is first: an order that expires with its day is told
/// so, and not that it goes on.
std::uint64_t Matcher::make_due_commands(std::int64_t now_ns) {
    for (std::uint64_t count = 0;; ++count) {
        const auto timer_ns = engine_.next_deadline_ns();
        const auto day_roll_ns = engine_.next_day_roll_ns();
        if (std::min(timer_ns, day_roll_ns) > now_ns || !may_sequence()) return count;
        make(timer_ns <= day_roll_ns ? shm::CommandKind::timer : shm::CommandKind::day_roll, 0,
             now_ns);
    }
}

void Matcher::make(shm::CommandKind kind, std::uint16_t gateway, std::int64_t now_ns) {
    record_.sequenced.command = {};
    record_.sequenced.command.kind = kind;
    record_.sequenced.command.gateway = gateway;
    record_.sequenced.command.engine_epoch = record_.engine_epoch;
    record_.gateway_id = 0;
    record_.ring_position = shm::LogRecord::no_ring;
    execute(now_ns);
}

void Matcher::execute(std::int64_t now_ns) {
    shm::SequencedCommand& sequenced = record_.sequenced;
    sequencer_.stamp(sequenced, now_ns);
    log_.append(record_);
    if (durability_ != shm::Durability::sync) gate_.open(sequenced.sequence);

    outbox_.begin(sequenced.sequence);
    engine_.apply(sequenced, outbox_);
    outbox_.release();
    header_.applied_sequence.store(sequenced.sequence, std::memory_order_release);

    const auto kind = static_cast<std::size_t>(sequenced.command.kind);
    counters_.commands[kind < command_kinds ? kind : 0].add();
    if (checkpoint_interval_ != 0 && sequenced.sequence % checkpoint_interval_ == 0)
        publish_checkpoint(sequenced.sequence);
}

void Matcher::publish_checkpoint(std::uint64_t sequence) {
    header_.checkpoint.write(
        {sequence, engine_.state_hash(), engine_.book_hash(), outbox_.feed_sequence()}, sequence);
    counters_.checkpoints.add();
}

} // namespace pinion::engine
