#include "tests/fix-gateway/gateway/fake_engine.h"

#include "shm/layout/segment_names.h"

#include <algorithm>

namespace pinion::test {

namespace {

shm::Segment make_link(const FakeEngine::Options& options) {
    const shm::LinkLayout layout{options.command_slots, options.report_slots, options.sessions};
    return shm::Segment::adopt_or_create(
        {shm::link_segment_name(options.instance, options.engine, options.gateway),
         shm::SegmentKind::link, layout.hash(), layout.bytes(), "", 0600},
        [&](std::span<std::byte> payload) {
            shm::LinkView::format(payload, layout, options.reports_before);
            shm::LinkView(payload).header().venue_hash = options.venue_hash;
        });
}

shm::Segment make_feed(const FakeEngine::Options& options) {
    const shm::FeedLayout layout{options.instruments.size() + 2, 16, 16};
    return shm::Segment::create(
        {shm::feed_segment_name(options.instance, options.engine), shm::SegmentKind::feed,
         shm::FeedLayout::hash(), layout.bytes(), "", 0600},
        [&](std::span<std::byte> payload) {
            shm::FeedView::format(payload, layout, options.engine);
            const shm::FeedView view(payload);
            std::copy(options.instruments.begin(), options.instruments.end(),
                      view.directory().begin());
            view.header().instrument_count = static_cast<std::uint32_t>(options.instruments.size());
        });
}

} // namespace

FakeEngine::FakeEngine(const Options& options, std::uint32_t epoch)
    : link_(make_link(options)), view_(link_.payload()), commands_(view_.commands()),
      reports_(view_.reports()), epoch_(epoch) {
    if (options.has_feed) feed_.emplace(make_feed(options));
    view_.header().cl_ord_id_key[0] = epoch;
    view_.header().cl_ord_id_key[1] = 7;
    view_.header().durability = options.durability;
    view_.header().reports_recovered = options.reports_before;
    for (const auto& [session, progress] : options.progress)
        view_.sessions()[session].store(progress);
    if (!options.output_log.empty())
        log_.emplace(options.output_log, options.instance, options.engine, options.gateway);
    view_.header().engine_epoch = epoch;
}

std::optional<shm::Command> FakeEngine::next() {
    shm::Command command;
    while (commands_.try_read(command)) {
        commands_.publish_consumed();
        if (command.kind != shm::CommandKind::gateway_up) return command;
        gateway_processes_.push_back(command.order_id);
    }
    return std::nullopt;
}

void FakeEngine::publish(shm::Report report) {
    report.engine_epoch = epoch_;
    report.report_sequence = reports_.staged() + 1;
    if (log_) log_->append(report);
    reports_.publish(report);
}

void FakeEngine::stop() {
    view_.header().engine_epoch = 0;
    link_.unlink();
    if (feed_) feed_->unlink();
}

} // namespace pinion::test
