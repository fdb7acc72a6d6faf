#pragma once

#include "engine/host/matcher.h"
#include "engine/host/ring_memory.h"
#include "tests/engine/host/command_maker.h"

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

// The matcher with rings in this process's memory and a clock that the test sets.

namespace pinion::engine::test {

inline constexpr std::uint32_t epoch = 5;
inline constexpr std::int64_t day_roll_ns = 50'000'000; ///< the first day's end

struct BenchOptions {
    std::uint64_t command_slots = 64;
    std::uint64_t report_slots = 256;
    std::uint64_t book_event_slots = 1024;
    std::uint64_t checkpoint_interval = 0;
    std::uint64_t log_slots = 1024;
    shm::Durability durability = shm::Durability::none;
};

inline EngineOptions engine_of_epoch(std::uint32_t engine_epoch) {
    EngineOptions options = small_engine();
    options.engine_epoch = engine_epoch;
    options.day_roll_offset_ns = day_roll_ns;
    return options;
}

/// A link in memory, both ends.
class BenchLink {
  public:
    BenchLink(std::uint16_t gateway, const BenchOptions& sizes)
        : layout_{sizes.command_slots, sizes.report_slots, 4}, memory_(layout_.bytes()),
          view_(formatted()), end({static_cast<std::uint16_t>(gateway + 10U), gateway}, view_),
          commands(view_.commands()), reports(view_.reports()) {}

    [[nodiscard]] std::vector<shm::Report> read_reports() {
        std::vector<shm::Report> result;
        shm::Report report;
        while (reports.poll(report) == shm::BroadcastRead::ready) result.push_back(report);
        return result;
    }

  private:
    shm::LinkView formatted() {
        shm::LinkView::format(memory_.bytes(), layout_);
        return shm::LinkView(memory_.bytes());
    }

    shm::LinkLayout layout_;
    RingMemory memory_;
    shm::LinkView view_;

  public:
    LinkEnd end;
    shm::SpscWriter<shm::Command> commands;
    shm::BroadcastReader<shm::Report> reports;
};

/// An engine of two gateways around one matcher.
class MatcherBench {
  public:
    explicit MatcherBench(const BenchOptions& sizes = {})
        : links{BenchLink(0, sizes), BenchLink(1, sizes)},
          segment_memory(shm::EngineLayout{sizes.log_slots}.bytes()),
          book_event_memory(shm::SpscRing<shm::FeedEvent>::bytes(sizes.book_event_slots)),
          segment(formatted_segment(sizes)), engine(engine_of_epoch(epoch)), matcher(parts(sizes)),
          book_events(book_event_memory.bytes()), log(segment.log()) {
        log.seek(1);
    }

    void send(std::size_t link, const shm::Command& command) {
        ASSERT_TRUE(links[link].commands.try_write(command));
    }

    [[nodiscard]] std::vector<shm::LogRecord> read_log() {
        std::vector<shm::LogRecord> result;
        shm::LogRecord record;
        while (log.poll(record) == shm::BroadcastRead::ready) result.push_back(record);
        return result;
    }

    std::int64_t now_ns = 1'000'000;
    int clock_readings = 0;
    std::array<BenchLink, 2> links;
    RingMemory segment_memory;
    RingMemory book_event_memory;
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> unknown{0}; ///< commands of no kind
    std::atomic<std::uint64_t> publisher_waits{0};
    shm::EngineView segment;
    MatchingEngine engine;
    Matcher matcher;
    shm::SpscReader<shm::FeedEvent> book_events;
    shm::BroadcastReader<shm::LogRecord> log;

  private:
    shm::EngineView formatted_segment(const BenchOptions& sizes) {
        shm::EngineView::format(segment_memory.bytes(), {sizes.log_slots}, 1);
        shm::EngineView view(segment_memory.bytes());
        view.header().engine_epoch = epoch;
        return view;
    }

    Matcher::Parts parts(const BenchOptions& sizes) {
        const std::span<std::byte> events = book_event_memory.bytes();
        shm::SpscRing<shm::FeedEvent>::format(events, sizes.book_event_slots);
        Matcher::Counters counters;
        counters.commands_refused = shm::Counter(refused);
        counters.commands[0] = shm::Counter(unknown);
        counters.outbox.publisher_waits = shm::Counter(publisher_waits);
        return {.engine = engine,
                .durability = sizes.durability,
                .segment = segment,
                .last_sequence = 0,
                .last_time_ns = 0,
                .links = {&links[0].end, &links[1].end},
                .book_events = events,
                .engine_epoch = epoch,
                .checkpoint_interval = sizes.checkpoint_interval,
                .clock = [this] { return ++clock_readings, now_ns; },
                .counters = counters};
    }
};

} // namespace pinion::engine::test
