#include "engine/host/outbox.h"

#include <algorithm>
#include <utility>

namespace pinion::engine {

namespace {

bool says_no(const shm::Report& report) {
    switch (report.kind) {
    case shm::ReportKind::execution: return report.exec_type == shm::ExecType::rejected;
    case shm::ReportKind::cancel_reject:
    case shm::ReportKind::business_reject: return true;
    case shm::ReportKind::mass_cancel_report: return report.reason != shm::RejectReason::none;
    }
    return false;
}

} // namespace

Outbox::Outbox(Lanes lanes, shm::SpscWriter<shm::FeedEvent>& book_events, const ReleaseGate& gate,
               Counters counters)
    : lanes_(std::move(lanes)), book_events_(book_events), staged_events_(book_events.slot_count()),
      gate_(gate), counters_(counters), events_released_(book_events.position()) {}

void Outbox::on_report(const shm::Report& report) {
    if (report.gateway >= lanes_.size() || !lanes_[report.gateway]) {
        counters_.reports_unroutable.add();
        return;
    }
    if (says_no(report)) counters_.rejects.add();
    if (held_reports_.empty() && lanes_[report.gateway]->try_stage(report, sequence_, gate_))
        return;
    if (held_reports_.empty()) counters_.output_log_waits.add();
    held_reports_.push_back(report);
    is_behind_ = true;
}

void Outbox::on_feed_event(const shm::FeedEvent& event) {
    if (held_events_.empty() && try_stage(event)) return;
    if (held_events_.empty()) counters_.publisher_waits.add();
    held_events_.push_back(event);
    is_behind_ = true;
}

void Outbox::release() {
    for (auto& lane : lanes_)
        if (lane) lane->release(sequence_, gate_);
    release_book_events();
}

std::uint64_t Outbox::catch_up() {
    std::uint64_t count = 0;
    for (; !held_reports_.empty(); ++count, held_reports_.pop_front()) {
        const shm::Report& report = held_reports_.front();
        if (!lanes_[report.gateway]->try_stage(report, sequence_, gate_)) break;
    }
    for (; !held_events_.empty() && try_stage(held_events_.front()); ++count)
        held_events_.pop_front();
    is_behind_ = !held_reports_.empty() || !held_events_.empty();
    release();
    return count;
}

bool Outbox::is_empty() const {
    return !is_behind_ && events_released_ == book_events_.position() &&
           std::none_of(lanes_.begin(), lanes_.end(),
                        [](const auto& lane) { return lane && lane->has_unreleased(); });
}

bool Outbox::try_stage(const shm::FeedEvent& event) {
    shm::FeedEvent* slot = book_events_.try_claim();
    if (slot == nullptr) {
        release_book_events(); // the publisher reads only what was released
        slot = book_events_.try_claim();
        if (slot == nullptr) return false;
    }
    *slot = event;
    book_events_.stage();
    if (!gate_.lets_pass(sequence_)) staged_events_.note(sequence_, book_events_.position());
    return true;
}

void Outbox::release_book_events() {
    if (events_released_ == book_events_.position()) return;
    const std::uint64_t passing =
        staged_events_.take_until(gate_.durable_sequence(), events_released_);
    events_released_ = gate_.lets_pass(sequence_) ? book_events_.position() : passing;
    book_events_.release(events_released_);
}

} // namespace pinion::engine
