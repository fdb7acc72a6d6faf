// What a ring costs its writer and its reader: instructions on one core, and throughput on two.
#include "latency/bench/shared_ring.h"
#include "shm/broadcast_ring.h"
#include "shm/messages/command.h"
#include "shm/messages/feed_event.h"
#include "shm/messages/log_record.h"
#include "shm/messages/report.h"
#include "shm/spsc_ring.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <thread>

namespace pinion::latency {

namespace {

constexpr std::uint64_t slots = 1024;

/// An SPSC ring with both ends.
template <class Message>
struct SpscEnds {
    SharedRing<shm::SpscRing<Message>> ring{slots};
    shm::SpscWriter<Message> writer{ring.memory()};
    shm::SpscReader<Message> reader{ring.memory()};
};

/// A broadcast ring with its writer and one reader.
template <class Message>
struct BroadcastEnds {
    SharedRing<shm::BroadcastRing<Message>> ring{slots};
    shm::BroadcastWriter<Message> writer{ring.memory()};
    shm::BroadcastReader<Message> reader{ring.memory()};
};

void count_messages(benchmark::State& state, std::int64_t per_iteration, std::size_t bytes) {
    const std::int64_t messages = per_iteration * static_cast<std::int64_t>(state.iterations());
    state.SetItemsProcessed(messages);
    state.SetBytesProcessed(messages * static_cast<std::int64_t>(bytes));
}

/// One message written and read by the same thread.
template <class Message>
void spsc_write_read(benchmark::State& state) {
    SpscEnds<Message> ends;
    Message message{};
    for (auto _ : state) {
        benchmark::DoNotOptimize(message);
        bool is_moved = ends.writer.try_write(message) && ends.reader.try_read(message);
        benchmark::DoNotOptimize(is_moved);
    }
    count_messages(state, 1, sizeof(Message));
}

template <class Message>
void broadcast_write_read(benchmark::State& state) {
    BroadcastEnds<Message> ends;
    Message message{};
    for (auto _ : state) {
        benchmark::DoNotOptimize(message);
        ends.writer.publish(message);
        shm::BroadcastRead outcome = ends.reader.poll(message);
        benchmark::DoNotOptimize(outcome);
    }
    count_messages(state, 1, sizeof(Message));
}

/// As many messages as the argument says staged, released at once and read.
template <class Message>
void spsc_batch(benchmark::State& state) {
    SpscEnds<Message> ends;
    Message message{};
    for (auto _ : state) {
        for (std::int64_t i = 0; i < state.range(0); ++i) {
            benchmark::DoNotOptimize(message);
            *ends.writer.try_claim() = message;
            ends.writer.stage();
        }
        ends.writer.release();
        while (ends.reader.try_read(message)) benchmark::DoNotOptimize(message);
    }
    count_messages(state, state.range(0), sizeof(Message));
}

template <class Message>
void broadcast_batch(benchmark::State& state) {
    BroadcastEnds<Message> ends;
    Message message{};
    for (auto _ : state) {
        for (std::int64_t i = 0; i < state.range(0); ++i) {
            benchmark::DoNotOptimize(message);
            ends.writer.stage(message);
        }
        ends.writer.release();
        while (ends.reader.poll(message) == shm::BroadcastRead::ready)
            benchmark::DoNotOptimize(message);
    }
    count_messages(state, state.range(0), sizeof(Message));
}

/// Messages that another thread writes as fast as the ring takes them.
template <class Message>
void spsc_throughput(benchmark::State& state) {
    SpscEnds<Message> ends;
    std::jthread producer([&](const std::stop_token& stop) {
        const Message message{};
        while (!stop.stop_requested()) static_cast<void>(ends.writer.try_write(message));
    });
    Message message{};
    for (auto _ : state) {
        while (!ends.reader.try_read(message)) {
        }
        benchmark::DoNotOptimize(message);
    }
    count_messages(state, 1, sizeof(Message));
}

BENCHMARK(spsc_write_read<shm::FeedEvent>);
BENCHMARK(spsc_write_read<shm::Command>);
BENCHMARK(broadcast_write_read<shm::FeedEvent>);
BENCHMARK(broadcast_write_read<shm::Report>);
BENCHMARK(broadcast_write_read<shm::LogRecord>);
BENCHMARK(spsc_batch<shm::FeedEvent>)->Arg(8)->Arg(64);
BENCHMARK(broadcast_batch<shm::Report>)->Arg(8)->Arg(64);
BENCHMARK(spsc_throughput<shm::FeedEvent>)->UseRealTime();
BENCHMARK(spsc_throughput<shm::Command>)->UseRealTime();

} // namespace

} // namespace pinion::latency
