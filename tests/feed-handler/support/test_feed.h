#pragma once

#include "engine/publisher/feed_options.h"
#include "engine/publisher/publisher.h"
#include "shm/fixed_text.h"
#include "shm/layout/feed_segment.h"
#include "shm/spsc_ring.h"

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <string>
#include <vector>

namespace pinion::test {

/// An instance name that no other test uses.
inline std::string unique_instance() {
    static int counter = 0;
    return "test-" + std::to_string(::getpid()) + "-" + std::to_string(++counter);
}

inline shm::InstrumentRecord instrument(const std::string& symbol) {
    shm::InstrumentRecord record{};
    record.symbol = *shm::Symbol::from(symbol);
    record.tick_units = 5;
    record.lot_units = 1;
    record.price_min_ticks = 1;
    record.price_max_ticks = 1'000'000;
    record.quantity_max_lots = 1'000'000;
    record.price_decimals = 2;
    return record;
}

inline engine::FeedOptions feed_options(const std::string& instance) {
    engine::FeedOptions options;
    options.instance = instance;
    options.instruments = {instrument("PINE"), instrument("OAK"), instrument("ELM")};
    options.orders_max = 256;
    options.event_slots = 1024;
    return options;
}

/// A matcher's end of the feed: what is written here, the publisher makes public.
class TestFeed {
  public:
    explicit TestFeed(const engine::FeedOptions& options)
        : segment(engine::create_feed_segment(options)), publisher(format(memory_), segment),
          writer_(memory_) {}

    ~TestFeed() { segment.unlink(); }

    TestFeed(const TestFeed&) = delete;
    TestFeed& operator=(const TestFeed&) = delete;

    /// False while the publisher is too far behind.
    [[nodiscard]] bool try_write(const shm::FeedEvent& event) { return writer_.try_write(event); }

    /// Writes the event and lets the publisher work, on this thread.
    void publish(const shm::FeedEvent& event) {
        while (!writer_.try_write(event)) publisher.do_work();
        publisher.do_work();
    }

  private:
    using Ring = shm::SpscRing<shm::FeedEvent>;
    static constexpr std::uint64_t slots = 256;

    static std::span<std::byte> format(std::span<std::byte> memory) {
        Ring::format(memory, slots);
        return memory;
    }

    alignas(shm::cache_line_bytes) std::byte memory_[Ring::bytes(slots)] = {};

  public:
    shm::Segment segment;
    engine::Publisher publisher;

  private:
    shm::SpscWriter<shm::FeedEvent> writer_;
};

} // namespace pinion::test
