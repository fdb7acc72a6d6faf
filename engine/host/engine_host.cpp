#include "engine/host/engine_host.h"

#include "engine/host/links.h"
#include "engine/publisher/feed_options.h"
#include "shm/layout/segment_names.h"
#include "shm/sys/clock.h"
#include "shm/sys/host_identity.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <string>

namespace pinion::engine {

namespace {

constexpr std::chrono::milliseconds tend_interval{100};
constexpr std::chrono::milliseconds settle_interval{1};

std::string process_name(std::uint16_t engine_id) { return "engine." + std::to_string(engine_id); }

std::string pid_of_owner(const std::string& segment_name) {
    try {
        const auto segment = shm::Segment::open(segment_name, shm::SegmentKind::counters, 0,
                                                shm::SegmentAccess::read_only);
        return std::to_string(segment.header().creator_pid);
    } catch (const shm::SegmentError&) {
        return "unknown";
    }
}

shm::Counters take_counters(const HostOptions& options) {
    const std::uint16_t id = options.engine.engine_id;
    const std::string process = process_name(id);
    try {
        return {options.instance, process, options.group, options.mode};
    } catch (const shm::SegmentError& error) {
        if (error.code() != shm::SegmentError::Code::in_use) throw;
        throw shm::SegmentError(
            error.code(), "engine " + std::to_string(id) + " of venue " + options.instance +
                              " already runs, pid " +
                              pid_of_owner(shm::counters_segment_name(options.instance, process)));
    }
}

shm::Segment create_engine_segment(const HostOptions& options, std::uint32_t engine_epoch) {
    const shm::EngineLayout layout{options.log_slots};
    const std::uint16_t id = options.engine.engine_id;
    return shm::Segment::create({shm::engine_segment_name(options.instance, id),
                                 shm::SegmentKind::engine, layout.hash(), layout.bytes(), "", 0600},
                                [&](std::span<std::byte> payload) {
                                    shm::EngineView::format(payload, layout, id);
                                    shm::EngineView(payload).header().engine_epoch = engine_epoch;
                                });
}

shm::Segment create_feed(const HostOptions& options, std::uint32_t engine_epoch) {
    return create_feed_segment({options.instance, options.engine.engine_id, engine_epoch,
                                options.engine.instruments, options.engine.orders_max,
                                options.feed_slots, options.group, options.mode});
}

RingMemory make_book_event_ring(std::uint64_t slots) {
    RingMemory memory(shm::SpscRing<shm::FeedEvent>::bytes(slots));
    shm::SpscRing<shm::FeedEvent>::format(memory.bytes(), slots);
    return memory;
}

EngineOptions with_epoch(EngineOptions options, std::uint32_t engine_epoch) {
    options.engine_epoch = engine_epoch;
    return options;
}

} // namespace

EngineHost::EngineHost(const HostOptions& options)
    : options_(options), counters_(take_counters(options)),
      recovery_(
          recover_log_of(shm::engine_segment_name(options.instance, options.engine.engine_id))),
      engine_epoch_(next_engine_epoch(recovery_.engine_epoch, shm::utc_now_ns())),
      cl_ord_id_key_{shm::random_id(), shm::random_id()},
      links_(take_links(options, recovery_, counters_.counter("commands_dropped_total"))),
      segment_(create_engine_segment(options, engine_epoch_)), view_(segment_.payload()),
      feed_(create_feed(options, engine_epoch_)),
      book_events_(make_book_event_ring(options.book_event_slots)),
      engine_(with_epoch(options.engine, engine_epoch_)),
      matcher_counters_(matcher_counters(counters_)), gauges_(counters_, options.gateways),
      matcher_(matcher_parts()),
      publisher_(book_events_.bytes(), feed_, publisher_counters(counters_)),
      publisher_runner_(publisher_, "publisher", options.publisher),
      matcher_runner_(matcher_, "matcher", options.matcher),
      clock_watch_(shm::utc_now_ns(), shm::monotonic_now_ns()) {
    gauges_.engine_epoch.set(engine_epoch_);
    spdlog::info("created {} and {}", segment_.name(), feed_.name());
}

Matcher::Parts EngineHost::matcher_parts() {
    std::vector<LinkEnd*> ends;
    for (const auto& link : links_) {
        ends.push_back(&link->end());
        engine_.number_reports_from(link->peer().index, link->end().reports.staged());
    }
    return {.engine = engine_,
            .durability = options_.durability,
            .segment = view_,
            .last_sequence = 0,
            .last_time_ns = 0,
            .links = std::move(ends),
            .book_events = book_events_.bytes(),
            .engine_epoch = engine_epoch_,
            .checkpoint_interval = options_.checkpoint_interval,
            .clock = shm::utc_now_ns,
            .counters = matcher_counters_};
}

LinkOpening EngineHost::opening_of(const Link& link) const {
    LinkOpening opening{engine_epoch_,
                        cl_ord_id_key_,
                        options_.durability,
                        engine_.report_sequence(link.peer().index),
                        {}};
    for (std::uint32_t session = 0; session < options_.engine.sessions_max; ++session)
        opening.sessions.push_back(engine_.session_progress(static_cast<std::uint16_t>(session)));
    return opening;
}

void EngineHost::start() {
    std::vector<LinkOpening> openings; // the engine is the matcher's from its start on
    for (const auto& link : links_) openings.push_back(opening_of(*link));
    publisher_runner_.start();
    matcher_runner_.start();
    for (std::size_t i = 0; i < links_.size(); ++i) links_[i]->open(openings[i]);
    view_.header().state.store(shm::EngineState::ready, std::memory_order_release);
}

std::chrono::milliseconds EngineHost::tend() {
    if (matcher_runner_.failed()) matcher_runner_.join();
    if (publisher_runner_.failed()) publisher_runner_.join();

    const std::int64_t now_ns = shm::utc_now_ns();
    if (clock_watch_.saw_jump(now_ns, shm::monotonic_now_ns())) {
        gauges_.clock_jumps.add();
        spdlog::warn("the clock was moved forward by more than a second");
    }
    for (const auto& link : links_) watch(*link);
    beat(now_ns);
    measure();

    const bool settling = std::any_of(links_.begin(), links_.end(),
                                      [](const auto& link) { return link->watch().is_settling(); });
    return settling ? settle_interval : tend_interval;
}

void EngineHost::stop() {
    view_.header().state.store(shm::EngineState::stopping, std::memory_order_release);
    for (const auto& link : links_) link->close();
    await_last_commands();
    matcher_runner_.request_stop();
    matcher_runner_.join();
    publisher_runner_.request_stop();
    publisher_runner_.join();
    for (const auto& link : links_) link->segment().unlink();
    feed_.unlink();
    segment_.unlink();
}

void EngineHost::watch(Link& link) {
    switch (link.watch().poll()) {
    case GatewayWatch::Event::attached:
        spdlog::info("gateway {} is attached", link.peer().id);
        break;
    case GatewayWatch::Event::lost:
        gauges_.gateways_lost.add();
        spdlog::warn("gateway {} is gone", link.peer().id);
        break;
    case GatewayWatch::Event::none: break;
    }
}

/// A heartbeat says that the matcher turns, not only that this thread does.
void EngineHost::beat(std::int64_t now_ns) {
    const std::uint64_t turns = matcher_counters_.turns.value();
    if (turns == turns_seen_) return;
    turns_seen_ = turns;
    segment_.beat(now_ns);
    counters_.beat(now_ns);
    for (const auto& link : links_) link->segment().beat(now_ns);
}

void EngineHost::measure() {
    std::uint64_t reports = 0;
    std::uint64_t attached = 0;
    for (std::size_t i = 0; i < links_.size(); ++i) {
        Link& link = *links_[i];
        reports += link.end().reports.written();
        if (link.watch().is_attached()) ++attached;
        gauges_.command_ring_depths[i].set(link.end().commands.depth());
    }
    const shm::SpscRing<shm::FeedEvent> book_events(book_events_.bytes());
    gauges_.reports.set(reports);
    gauges_.gateways_attached.set(attached);
    gauges_.book_event_ring_depth.set(book_events.depth());
    gauges_.log_position.set(view_.header().applied_sequence.load(std::memory_order_relaxed));
}

} // namespace pinion::engine
