#include "fix-gateway/gateway/engine_link.h"

#include "shm/sys/host_identity.h"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <utility>

namespace pinion::fix {

namespace {

shm::Segment take_link(const std::string& instance, const EnginePeer& peer, std::uint16_t gateway) {
    shm::Segment segment = open_link(instance, peer, gateway, shm::SegmentAccess::read_write);
    if (!segment.try_lock(shm::SegmentRole::producer))
        throw std::runtime_error("link " + segment.name() + " is held by another gateway process");
    return segment;
}

} // namespace

EngineLink::Rings::Rings(shm::Segment opened, std::uint32_t ring_number, std::uint64_t next_report,
                         ReportLog* log)
    : segment(std::move(opened)), view(segment.payload()), commands(view.commands()),
      reports(view.reports(), next_report, log), number(ring_number) {}

EngineLink::EngineLink(const GatewayOptions& options, EnginePeer peer, LastRecorded last_recorded)
    : instance_(options.instance), process_(shm::random_id() | 1), gateway_(options.id),
      peer_(std::move(peer)), last_recorded_(std::move(last_recorded)),
      report_log_(output_log_of(options, peer_, gateway_)) {}

EngineLink::Change EngineLink::watch() {
    if (rings_ && rings_->segment.is_unlinked() && front() == nullptr) leave_rings();
    if (!rings_) attach();
    send_left();
    const std::uint32_t epoch = epoch_now();
    if (epoch == engine_epoch_) return Change::none;
    announced_.clear(); // whoever was told of is told of again
    const bool was_there = std::exchange(engine_epoch_, epoch) != 0;
    if (epoch != 0 && keeps_its_promise()) {
        read_key();
        if (is_open()) {
            introduce_process();
            return Change::came;
        }
    }
    engine_epoch_ = 0;
    return was_there ? Change::went : Change::none;
}

/// We behave as the engine promises, so we must agree on that.
bool EngineLink::keeps_its_promise() {
    fault_.clear();
    if (rings_->view.header().durability.load(std::memory_order_acquire) == peer_.durability)
        return true;
    fault_ = "engine " + std::to_string(peer_.id) +
             " runs with another durability than this gateway's config has; restart both with the "
             "same file";
    return false;
}

/// The engine learns from it that an earlier gateway process is gone, if it has not noticed.
void EngineLink::introduce_process() {
    shm::Command command{};
    command.kind = shm::CommandKind::gateway_up;
    command.order_id = process_;
    announce(command);
}

bool EngineLink::has_room(std::uint64_t count) {
    if (!is_open()) return !is_durable();
    send_left();
    return left_.empty() && announced_.empty() &&
           rings_->commands.free_slots() >= std::min(count, rings_->commands.slot_count()) &&
           !is_behind();
}

/// The matcher never waits for us: whoever writes commands faster than it records their reports
/// would lose reports of all its sessions. The writer's line is the matcher's, so it is read for
/// few commands only, as long as all is well.
bool EngineLink::is_behind() {
    constexpr std::uint32_t questions_a_look = 16;
    constexpr std::uint64_t reports_a_command = 4;
    if (!is_behind_ && ++looks_ % questions_a_look != 0) return false;
    const std::uint64_t commands = rings_->commands.slot_count() - rings_->commands.free_slots();
    is_behind_ =
        rings_->reports.unread() + commands * reports_a_command > rings_->reports.slot_count() / 2;
    return is_behind_;
}

bool EngineLink::send(const shm::Command& command) {
    if (!is_durable()) return is_open() && rings_->commands.try_write(command);
    if (!left_.empty() || !rings_ || !rings_->commands.try_write(command)) left_.push_back(command);
    return true;
}

void EngineLink::announce(const shm::Command& command) {
    if (!is_open()) return;
    announced_.push_back(command);
    announced_.back().engine_epoch = engine_epoch_;
    send_left();
}

const shm::Report* EngineLink::front() {
    if (!rings_) return nullptr;
    const shm::Report* report = rings_->reports.front();
    if (report == nullptr)
        rings_->view.header().reports_read.store(rings_->reports.last(), std::memory_order_relaxed);
    return report;
}

shm::SessionProgress EngineLink::progress(std::uint16_t session) const {
    const auto sessions = rings_->view.sessions();
    if (session >= sessions.size()) return {};
    return sessions[session].load(std::memory_order_acquire);
}

/// Reports are read on from where the stores say that they were recorded, so that those made while
/// no gateway was there are delivered.
void EngineLink::attach() {
    try {
        shm::Segment link = take_link(instance_, peer_, gateway_);
        const std::uint32_t ring = ring_of(link, peer_);
        rings_.emplace(std::move(link), ring, last_recorded_(peer_.id, ring) + 1,
                       is_durable() ? &report_log_ : nullptr);
        fault_.clear();
    } catch (const std::runtime_error& error) {
        fault_ = error.what();
    }
}

/// The engine stopped cleanly, and drained the ring before that; what was written meanwhile is for
/// the next one.
void EngineLink::leave_rings() {
    if (is_durable()) {
        std::deque<shm::Command> left;
        shm::SpscReader<shm::Command> untaken(rings_->view.commands());
        for (; untaken.peek() != nullptr; untaken.pop()) left.push_back(*untaken.peek());
        left_.insert(left_.begin(), left.begin(), left.end());
    }
    rings_.reset();
}

/// The epoch in which the engine takes commands; 0: it does not, or nobody is there.
std::uint32_t EngineLink::epoch_now() const {
    if (!rings_ || rings_->segment.is_unlinked() ||
        !rings_->segment.is_locked(shm::SegmentRole::owner))
        return 0;
    return rings_->view.header().engine_epoch.load(std::memory_order_acquire);
}

/// The key belongs to the epoch: if that changes meanwhile, the next `watch` starts over.
void EngineLink::read_key() {
    for (std::size_t i = 0; i < key_.size(); ++i)
        key_[i] =
            std::atomic_ref(rings_->view.header().cl_ord_id_key[i]).load(std::memory_order_acquire);
    if (!is_open()) engine_epoch_ = 0;
}

void EngineLink::send_left() {
    if (!is_open()) return;
    for (; !left_.empty() && rings_->commands.try_write(left_.front()); left_.pop_front()) {
    }
    if (!left_.empty()) return;
    for (; !announced_.empty() && rings_->commands.try_write(announced_.front());
         announced_.pop_front()) {
    }
}

} // namespace pinion::fix
