#include "latency/bench/matcher_bed.h"

#include "engine/publisher/feed_options.h"
#include "engine/recovery/journal_source.h"
#include "shm/sys/clock.h"

#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

namespace pinion::latency {

namespace {

constexpr std::uint64_t log_slots = 1 << 15;
constexpr std::uint64_t book_event_slots = 1 << 16;
constexpr std::uint64_t journal_segment_bytes = 64 << 20; // as in a venue
constexpr std::uint64_t output_log_segment_bytes = 16 << 20;

std::string new_instance() {
    static int number = 0;
    return "bench-" + std::to_string(::getpid()) + '-' + std::to_string(number++);
}

shm::EngineView make_segment(engine::RingMemory& memory, shm::Durability durability) {
    shm::EngineView::format(memory.bytes(), {log_slots}, 1);
    shm::EngineView view(memory.bytes());
    view.header().durability = durability;
    return view;
}

shm::LinkView make_link(engine::RingMemory& memory, const shm::LinkLayout& layout) {
    shm::LinkView::format(memory.bytes(), layout);
    return shm::LinkView(memory.bytes());
}

} // namespace

std::uint64_t Listeners::do_work() {
    const auto work_count = publisher_.do_work();
    events_ += work_count;
    if (link_ == nullptr || events_ < events_per_look) return work_count;
    events_ = 0;
    link_->reports_in_output_log.store(link_->reports.written(), std::memory_order_release);
    return work_count;
}

template <class Message>
LogThreads<Message>::LogThreads(const shm::LogIdentity& identity, const Parts& parts)
    : storage_(directory_.path()), maker_(storage_, identity, {}, parts.segment_bytes),
      supply_(maker_), supplier_({&supply_}), writer_({{.name = "benchmark's log",
                                                        .syncing = parts.syncing,
                                                        .segments = supply_,
                                                        .place = {},
                                                        .ring = parts.ring,
                                                        .written = parts.written,
                                                        .durable = parts.durable,
                                                        .clock = shm::monotonic_now_ns,
                                                        .counters = {}}}),
      supplier_runner_(supplier_, "log files", {parts.files_core, shm::Wait::sleep}),
      writer_runner_(writer_, "log", {parts.writer_core, shm::Wait::spin}) {
    supplier_runner_.start();
    writer_runner_.start();
}

template <class Message>
void LogThreads<Message>::check() {
    for (shm::AgentRunner* runner : {&supplier_runner_, &writer_runner_})
        if (runner->failed()) runner->join();
}

MatcherBed::MatcherBed(const engine::EngineOptions& options, shm::Durability durability,
                       const MatcherCores& cores)
    : link_memory_(link_layout_.bytes()), segment_memory_(shm::EngineLayout{log_slots}.bytes()),
      book_event_memory_(shm::SpscRing<shm::FeedEvent>::bytes(book_event_slots)),
      segment_(make_segment(segment_memory_, durability)),
      link_view_(make_link(link_memory_, link_layout_)), link_({1, 0}, link_view_),
      commands_(link_view_.commands()),
      feed_(engine::create_feed_segment({.instance = new_instance(),
                                         .instruments = options.instruments,
                                         .orders_max = options.orders_max,
                                         .group = {}})),
      engine_(options), matcher_(matcher_parts(durability)),
      listeners_(book_event_memory_.bytes(), feed_, cores.output_log ? nullptr : &link_),
      matcher_runner_(matcher_, "matcher", {cores.matcher, shm::Wait::spin}),
      listeners_runner_(listeners_, "listeners", {cores.rest, shm::Wait::yield}) {
    if (durability != shm::Durability::none) start_logs(cores);
    listeners_runner_.start();
}

void MatcherBed::start_logs(const MatcherCores& cores) {
    journal_.emplace(
        engine::journal_identity(1, "bench"),
        LogThreads<shm::LogRecord>::Parts{.segment_bytes = journal_segment_bytes,
                                          .syncing = engine::Syncing::each_batch,
                                          .ring = segment_.log(),
                                          .written = nullptr,
                                          .durable = segment_.header().durable_sequence,
                                          .writer_core = cores.journal,
                                          .files_core = cores.rest});
    if (!cores.output_log) return;
    output_log_.emplace(shm::LogIdentity{shm::LogKind::output, 1, 1, "bench"},
                        LogThreads<shm::Report>::Parts{.segment_bytes = output_log_segment_bytes,
                                                       .syncing = engine::Syncing::now_and_then,
                                                       .ring = link_view_.reports(),
                                                       .written = &link_.reports_in_output_log,
                                                       .durable = link_.reports_synced,
                                                       .writer_core = *cores.output_log,
                                                       .files_core = cores.rest});
}

MatcherBed::~MatcherBed() { feed_.unlink(); }

engine::Matcher::Parts MatcherBed::matcher_parts(shm::Durability durability) {
    shm::SpscRing<shm::FeedEvent>::format(book_event_memory_.bytes(), book_event_slots);
    engine::Matcher::Counters counters;
    counters.outbox.rejects = shm::Counter(rejects_);
    return {.engine = engine_,
            .durability = durability,
            .segment = segment_,
            .last_sequence = 0,
            .last_time_ns = 0,
            .links = {&link_},
            .book_events = book_event_memory_.bytes(),
            .engine_epoch = 1,
            .checkpoint_interval = 0,
            .clock = shm::utc_now_ns,
            .counters = counters};
}

double MatcherBed::play_ns(std::span<const shm::Command> commands, std::size_t warm_up) {
    for (const auto& command : commands)
        if (!commands_.try_write(command))
            throw std::runtime_error("the ring of commands is too small");
    matcher_runner_.start();
    await(warm_up);
    const auto start_ns = shm::monotonic_now_ns();
    await(commands.size());
    const auto ns = static_cast<double>(shm::monotonic_now_ns() - start_ns);
    if (rejects_ > commands.size() / 10) throw std::runtime_error("the engine refuses the orders");
    return ns;
}

/// Seldom, so that the matcher keeps its line.
void MatcherBed::await(std::uint64_t sequence) {
    while (segment_.header().applied_sequence.load(std::memory_order_acquire) < sequence) {
        std::this_thread::sleep_for(std::chrono::microseconds(100));
        if (matcher_runner_.failed()) matcher_runner_.join();
        if (listeners_runner_.failed()) listeners_runner_.join();
        if (journal_) journal_->check();
        if (output_log_) output_log_->check();
    }
}

} // namespace pinion::latency
