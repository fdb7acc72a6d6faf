#include "engine/host/engine_host.h"

#include "engine/event_listener.h"
#include "engine/host/links.h"
#include "engine/publisher/feed_options.h"
#include "engine/recovery/journal_source.h"
#include "engine/snapshot/snapshot_files.h"
#include "shm/layout/admin_link.h"
#include "shm/layout/segment_names.h"
#include "shm/storage/posix_storage.h"
#include "shm/sys/clock.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

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

template <class Part>
Part done(Part part, const StepObserver& after, std::string_view step) {
    if (after) after(step);
    return part;
}

shm::Segment create_engine_segment(const HostOptions& options, const Beginning& beginning) {
    const shm::EngineLayout layout{options.log_slots};
    const std::uint16_t id = options.engine.engine_id;
    return shm::Segment::create({shm::engine_segment_name(options.instance, id),
                                 shm::SegmentKind::engine, layout.hash(), layout.bytes(), "", 0600},
                                [&](std::span<std::byte> payload) {
                                    const std::uint64_t last = beginning.point.sequence;
                                    shm::EngineView::format(payload, layout, id, last);
                                    auto& header = shm::EngineView(payload).header();
                                    header.engine_epoch = beginning.origin.engine_epoch;
                                    header.durability = options.durability;
                                    header.applied_sequence = last;
                                    header.durable_sequence = last;
                                });
}

shm::Segment create_feed(const HostOptions& options, const Beginning& beginning) {
    return create_feed_segment({.instance = options.instance,
                                .engine_id = options.engine.engine_id,
                                .engine_epoch = beginning.origin.engine_epoch,
                                .instruments = options.engine.instruments,
                                .orders_max = options.engine.orders_max,
                                .events_begin = beginning.point.feed_sequence,
                                .event_slots = options.feed_slots,
                                .group = options.group,
                                .mode = options.mode});
}

RingMemory make_book_event_ring(std::uint64_t slots, std::uint64_t begin) {
    RingMemory memory(shm::SpscRing<shm::FeedEvent>::bytes(slots));
    shm::SpscRing<shm::FeedEvent>::format(memory.bytes(), slots, begin);
    return memory;
}

/// Collects a book.
class BookCollector final : public EventListener {
  public:
    std::vector<shm::FeedEvent> events;

    void on_report(const shm::Report&) override {}

    void on_feed_event(const shm::FeedEvent& event) override { events.push_back(event); }
};

std::unique_ptr<DurableFiles> open_files(const HostOptions& options,
                                         std::unique_ptr<shm::Storage> directory) {
    if (options.durability == shm::Durability::none) return nullptr;
    if (directory == nullptr) directory = std::make_unique<shm::PosixStorage>(options.directory);
    return std::make_unique<DurableFiles>(options, std::move(directory));
}

Beginning begin(const HostOptions& options, DurableFiles* files, shm::Counter dropped,
                const StepObserver& after) {
    return files == nullptr ? begin_anew(options, dropped) : go_on(options, *files, dropped, after);
}

} // namespace

EngineHost::EngineHost(const HostOptions& options, const StepObserver& after,
                       std::unique_ptr<shm::Storage> directory)
    : options_(options), counters_(take_counters(options)),
      files_(open_files(options, std::move(directory))),
      beginning_(begin(options, files_.get(), counters_.counter("commands_dropped_total"), after)),
      engine_(*beginning_.engine), links_(beginning_.links),
      segment_(done(create_engine_segment(options, beginning_), after, "engine segment")),
      view_(segment_.payload()), feed_(done(create_feed(options, beginning_), after, "feed")),
      book_events_(make_book_event_ring(options.book_event_slots, beginning_.point.feed_sequence)),
      matcher_counters_(matcher_counters(counters_)), gauges_(counters_, options.gateways),
      matcher_(matcher_parts()),
      publisher_(book_events_.bytes(), feed_, publisher_counters(counters_)),
      publisher_runner_(publisher_, "publisher", options.publisher),
      matcher_runner_(matcher_, "matcher", options.matcher),
      writers_(files_ == nullptr ? nullptr
                                 : std::make_unique<DurableWriters>(options_, *files_, beginning_,
                                                                    view_, counters_)),
      clock_watch_(shm::utc_now_ns(), shm::monotonic_now_ns()) {
    publisher_.restore(book());
    gauges_.engine_epoch.set(engine_epoch());
    spdlog::info("created {} and {}", segment_.name(), feed_.name());
}

std::vector<shm::FeedEvent> EngineHost::book() const {
    BookCollector book;
    engine_.tell_book(book);
    return book.events;
}

Matcher::Parts EngineHost::matcher_parts() {
    std::vector<LinkEnd*> ends;
    for (const auto& link : links_) ends.push_back(&link->end());
    return {.engine = engine_,
            .durability = options_.durability,
            .segment = view_,
            .last_sequence = beginning_.point.sequence,
            .last_time_ns = beginning_.point.time_ns,
            .links = std::move(ends),
            .book_events = book_events_.bytes(),
            .engine_epoch = engine_epoch(),
            .checkpoint_interval = options_.checkpoint_interval,
            .clock = shm::utc_now_ns,
            .counters = matcher_counters_};
}

LinkOpening EngineHost::opening_of(const Link& link) const {
    LinkOpening opening{engine_epoch(),
                        beginning_.origin.cl_ord_id_key,
                        options_.durability,
                        engine_.report_sequence(link.peer().index),
                        {}};
    for (std::uint32_t session = 0; session < options_.engine.sessions_max; ++session)
        opening.sessions.push_back(engine_.session_progress(static_cast<std::uint16_t>(session)));
    return opening;
}

void EngineHost::start(shm::Turns turns) {
    std::vector<LinkOpening> openings; // the engine is the matcher's from its start on
    for (const auto& link : links_) openings.push_back(opening_of(*link));
    if (writers_ != nullptr) writers_->start(turns);
    publisher_runner_.start(turns);
    matcher_runner_.start(turns);
    for (std::size_t i = 0; i < links_.size(); ++i) links_[i]->open(openings[i]);
    view_.header().state.store(shm::EngineState::ready, std::memory_order_release);
}

std::vector<shm::AgentRunner*> EngineHost::agents() {
    std::vector<shm::AgentRunner*> agents{&matcher_runner_, &publisher_runner_};
    if (writers_ == nullptr) return agents;
    const auto writers = writers_->agents();
    agents.insert(agents.end(), writers.begin(), writers.end());
    return agents;
}

std::chrono::milliseconds EngineHost::tend() {
    if (matcher_runner_.failed()) matcher_runner_.join();
    if (publisher_runner_.failed()) publisher_runner_.join();
    if (writers_ != nullptr) writers_->check();

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
    if (writers_ != nullptr) writers_->stop();
    if (writers_ != nullptr && !save()) return;
    for (const auto& link : links_) link->segment().unlink();
    feed_.unlink();
    segment_.unlink();
}

/// Only a state of which nothing is owed to anybody: with it nobody makes its reports again.
bool EngineHost::save() {
    SnapshotPoint point{};
    point.sequence = view_.header().applied_sequence.load(std::memory_order_acquire);
    point.time_ns = matcher_.last_time_ns();
    point.feed_sequence = matcher_.feed_sequence();
    if (!matcher_.has_shown_all() || !writers_->have_all(point.sequence)) {
        spdlog::error("stopped without a snapshot, as not everything could be written; the next "
                      "start goes on as after a crash");
        return false;
    }
    JournalSource journal(*files_->journal, options_.engine.engine_id, options_.instance);
    if (journal.seek(point.sequence + 1)) point.journal_chain = journal.chain();
    SnapshotFiles snapshots(*files_->snapshots, options_.engine.engine_id, options_.instance);
    if (const auto error = snapshots.write(engine_, point)) {
        spdlog::error("no snapshot: {}: {}", files_->snapshots->path(""), error.message());
        return false;
    }
    static_cast<void>(snapshots.keep(options_.snapshots_max)); // what is too many harms nobody
    spdlog::info("saved {}", snapshots.path(point.sequence));
    return true;
}

void EngineHost::watch(Link& link) {
    const bool is_operator = link.peer().id == shm::admin_gateway_id;
    const auto who = is_operator ? "the operator" : "gateway " + std::to_string(link.peer().id);
    switch (link.watch().poll()) {
    case GatewayWatch::Event::attached: spdlog::info("{} is attached", who); break;
    case GatewayWatch::Event::lost:
        if (is_operator) return; // who has said what he had to say goes
        gauges_.gateways_lost.add();
        spdlog::warn("{} is gone", who);
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
        const bool is_operator = link.peer().id == shm::admin_gateway_id;
        if (!is_operator && link.watch().is_attached()) ++attached;
        gauges_.command_ring_depths[i].set(link.end().commands.depth());
    }
    const shm::SpscRing<shm::FeedEvent> book_events(book_events_.bytes());
    gauges_.reports.set(reports);
    gauges_.gateways_attached.set(attached);
    gauges_.book_event_ring_depth.set(book_events.depth());
    gauges_.log_position.set(view_.header().applied_sequence.load(std::memory_order_relaxed));
}

} // namespace pinion::engine
