#include "engine/host/outbox.h"

#include "shm/sys/idle_strategy.h"

#include <cassert>
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

Outbox::Outbox(std::vector<shm::BroadcastWriter<shm::Report>*> reports,
               shm::SpscWriter<shm::FeedEvent>& book_events, const ReleaseGate& gate,
               Counters counters)
    : reports_(std::move(reports)), book_events_(book_events), gate_(gate), counters_(counters) {}

void Outbox::on_report(const shm::Report& report) {
    auto* ring = report.gateway < reports_.size() ? reports_[report.gateway] : nullptr;
    if (ring == nullptr) {
        counters_.reports_unroutable.add();
        return;
    }
    if (ring->unreleased() == ring->slot_count()) release_early();

    // An adopted ring goes on counting where the last engine stopped, so the number is the ring's.
    shm::Report numbered = report;
    numbered.report_sequence = ring->staged() + 1;
    ring->stage(numbered);
    if (says_no(report)) counters_.rejects.add();
}

void Outbox::on_feed_event(const shm::FeedEvent& event) {
    claim_book_event() = event;
    book_events_.stage();
}

void Outbox::release() {
    if (!gate_.lets_pass(sequence_)) return;
    for (auto* ring : reports_)
        if (ring != nullptr && ring->unreleased() > 0) ring->release();
    book_events_.release();
}

shm::FeedEvent& Outbox::claim_book_event() {
    if (shm::FeedEvent* slot = book_events_.try_claim()) return *slot;

    counters_.publisher_waits.add();
    release_early();
    shm::IdleStrategy idle(shm::Wait::yield);
    while (true) {
        if (shm::FeedEvent* slot = book_events_.try_claim()) return *slot;
        idle.idle(0);
    }
}

void Outbox::release_early() {
    assert(gate_.lets_pass(sequence_));
    release();
}

} // namespace pinion::engine
