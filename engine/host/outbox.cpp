#include "engine/host/outbox.h"

#include <algorithm>
#include <utility>

namespace pinion::engine {

namespace {

bool says_no(const shm::Report& report) {
    if (report.kind == shm::ReportKind::execution)
        return report.exec_type == shm::ExecType::rejected;
    if (report.kind == shm::ReportKind::mass_cancel_report ||
        report.kind == shm::ReportKind::control)
        return report.reason != shm::RejectReason::none;
    return true; // both kinds that are left are called rejects
}

} // namespace

Outbox::Outbox(Lanes lanes, shm::SpscWriter<shm::FeedEvent>& book_events, const ReleaseGate& gate,
               Counters counters)
    : lanes_(std::move(lanes)), book_events_(book_events), staged_events_(book_events.slot_count()),
      gate_(gate), counters_(counters), events_released_(book_events.position()) {}

shm::Report& Outbox::claim_report(std::uint16_t gateway, std::uint64_t report_sequence) {
    claimed_lane_ = nullptr;
    claimed_report_ = &unroutable_;
    if (gateway < lanes_.size() && lanes_[gateway]) {
        auto& lane = *lanes_[gateway];
        claimed_report_ =
            held_reports_.empty() ? lane.try_claim(report_sequence, sequence_, gate_) : nullptr;
        if (claimed_report_ != nullptr)
            claimed_lane_ = &lane;
        else
            claimed_report_ = &hold_report();
    }
    return *claimed_report_;
}

void Outbox::stage_report() {
    if (claimed_report_ == &unroutable_) return counters_.reports_unroutable.add();
    if (says_no(*claimed_report_)) counters_.rejects.add();
    if (claimed_lane_ != nullptr) claimed_lane_->stage(sequence_, gate_);
}

shm::Report& Outbox::hold_report() {
    if (held_reports_.empty()) counters_.output_log_waits.add();
    is_behind_ = true;
    return held_reports_.emplace_back();
}

shm::FeedEvent& Outbox::claim_feed_event() {
    if (held_events_.empty())
        if (shm::FeedEvent* slot = try_claim_event()) return *slot;
    if (held_events_.empty()) counters_.publisher_waits.add();
    is_behind_ = true;
    return held_events_.emplace_back();
}

void Outbox::stage_feed_event() {
    if (held_events_.empty()) keep_event();
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
        auto& lane = *lanes_[report.gateway];
        shm::Report* slot = lane.try_claim(report.report_sequence, sequence_, gate_);
        if (slot == nullptr) break;
        *slot = report;
        lane.stage(sequence_, gate_);
    }
    for (; !held_events_.empty(); ++count, held_events_.pop_front()) {
        shm::FeedEvent* slot = try_claim_event();
        if (slot == nullptr) break;
        *slot = held_events_.front();
        keep_event();
    }
    is_behind_ = !held_reports_.empty() || !held_events_.empty();
    release();
    return count;
}

bool Outbox::is_empty() const {
    return !is_behind_ && events_released_ == book_events_.position() &&
           std::none_of(lanes_.begin(), lanes_.end(),
                        [](const auto& lane) { return lane && lane->has_unreleased(); });
}

shm::FeedEvent* Outbox::try_claim_event() {
    if (shm::FeedEvent* slot = book_events_.try_claim()) return slot;
    release_book_events(); // the publisher reads only what was released
    return book_events_.try_claim();
}

void Outbox::keep_event() {
    book_events_.stage();
    if (!gate_.lets_pass(sequence_)) staged_events_.note(sequence_, book_events_.position());
}

void Outbox::release_book_events() {
    if (events_released_ == book_events_.position()) return;
    const std::uint64_t passing =
        staged_events_.take_until(gate_.durable_sequence(), events_released_);
    events_released_ = gate_.lets_pass(sequence_) ? book_events_.position() : passing;
    book_events_.release(events_released_);
}

} // namespace pinion::engine
