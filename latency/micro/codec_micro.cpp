// What the steps from bytes to a command and from a report to bytes cost, each by itself.
#include "fix-gateway/codec/decimal.h"
#include "fix-gateway/codec/utc_timestamp.h"
#include "fix-gateway/translate/translate_out.h"
#include "latency/bench/codec_traffic.h"
#include "shm/cl_ord_id_hash.h"

#include <benchmark/benchmark.h>

#include <array>

namespace pinion::latency {

namespace {

/// Calls `work` with one message after the other, over and over.
template <class Messages, class Work>
void over_traffic(benchmark::State& state, const Messages& messages, const Work& work) {
    std::size_t next = 0;
    for (auto _ : state) {
        work(messages[next]);
        next = (next + 1) % messages.size();
    }
}

/// An order's bytes, and where its parts lie in them.
struct FramedOrder {
    std::string bytes;
    fix::Frame frame{};
};

/// Not moved: frames point into their bytes.
std::vector<FramedOrder> framed_orders() {
    std::vector<FramedOrder> orders(traffic_messages);
    const std::vector<std::string> frames = new_order_frames();
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const std::string& bytes = orders[i].bytes = frames[i];
        orders[i].frame = {bytes, bytes.find(fix::soh), bytes.find("35="),
                           bytes.size() - fix::Frame::trailer_bytes};
    }
    return orders;
}

/// What each order has in a field.
std::vector<std::string> values_of(fix::Tag tag) {
    std::vector<std::string> values;
    fix::Fields fields;
    for (const FramedOrder& order : framed_orders())
        if (!fields.parse(order.frame)) values.emplace_back(fields.find(tag));
    return values;
}

void codec_frame(benchmark::State& state) {
    fix::Framer framer(traffic_frame_bytes_max);
    over_traffic(state, new_order_frames(), [&](const std::string& bytes) {
        fix::Frame frame{};
        framer.append(bytes);
        fix::FrameOutcome outcome = framer.next(frame);
        benchmark::DoNotOptimize(outcome);
    });
}

void codec_fields(benchmark::State& state) {
    fix::Fields fields;
    over_traffic(state, framed_orders(), [&](const FramedOrder& order) {
        bool is_sound = !fields.parse(order.frame);
        benchmark::DoNotOptimize(is_sound);
    });
}

/// `codec_fields` and what comes behind it.
void codec_fields_and_translate_in(benchmark::State& state) {
    const fix::RoutingTable routes = traffic_routes();
    const fix::SessionContext session = traffic_session();
    fix::Fields fields;
    over_traffic(state, framed_orders(), [&](const FramedOrder& order) {
        static_cast<void>(fields.parse(order.frame));
        fix::Inbound inbound = fix::translate_in(fields, session, routes);
        benchmark::DoNotOptimize(inbound);
    });
}

void codec_translate_out(benchmark::State& state) {
    const fix::RoutingTable routes = traffic_routes();
    const fix::MessageHeader header = traffic_header();
    fix::MessageWriter writer(traffic_frame_bytes_max);
    over_traffic(state, execution_reports(), [&](const shm::Report& report) {
        auto bytes = fix::translate_out(report, 0, routes, header, writer);
        benchmark::DoNotOptimize(bytes);
    });
}

void codec_parse_price(benchmark::State& state) {
    const shm::InstrumentRecord record = traffic_routes().find(0, 0)->record;
    over_traffic(state, values_of(fix::tag::price), [&](const std::string& text) {
        auto ticks = fix::parse_price_ticks(text, record);
        benchmark::DoNotOptimize(ticks);
    });
}

void codec_write_price(benchmark::State& state) {
    const shm::InstrumentRecord record = traffic_routes().find(0, 0)->record;
    std::array<char, fix::decimal_text_max> out;
    over_traffic(state, execution_reports(), [&](const shm::Report& report) {
        char* end = fix::write_price(out.data(), report.price_ticks, record);
        benchmark::DoNotOptimize(end);
    });
}

void codec_write_average_price(benchmark::State& state) {
    const shm::InstrumentRecord record = traffic_routes().find(0, 0)->record;
    std::array<char, fix::decimal_text_max> out;
    over_traffic(state, execution_reports(), [&](const shm::Report& report) {
        char* end = fix::write_average_price(out.data(), report.cumulative_notional,
                                             report.cumulative_lots, record);
        benchmark::DoNotOptimize(end);
    });
}

void codec_parse_timestamp(benchmark::State& state) {
    over_traffic(state, values_of(fix::tag::transact_time), [&](const std::string& text) {
        auto time_ns = fix::parse_utc_timestamp(text);
        benchmark::DoNotOptimize(time_ns);
    });
}

void codec_write_timestamp(benchmark::State& state) {
    fix::UtcTimestampWriter writer;
    std::array<char, fix::UtcTimestampWriter::text_max> out;
    over_traffic(state, execution_reports(), [&](const shm::Report& report) {
        char* end = writer.write(out.data(), report.time_ns, fix::FractionDigits::milliseconds);
        benchmark::DoNotOptimize(end);
    });
}

void codec_hash_id(benchmark::State& state) {
    constexpr std::uint64_t key[2] = {17, 42};
    over_traffic(state, execution_reports(), [&](const shm::Report& report) {
        std::uint64_t hash = shm::cl_ord_id_hash(report.cl_ord_id, key);
        benchmark::DoNotOptimize(hash);
    });
}

BENCHMARK(codec_frame);
BENCHMARK(codec_fields);
BENCHMARK(codec_fields_and_translate_in);
BENCHMARK(codec_translate_out);
BENCHMARK(codec_parse_price);
BENCHMARK(codec_write_price);
BENCHMARK(codec_write_average_price);
BENCHMARK(codec_parse_timestamp);
BENCHMARK(codec_write_timestamp);
BENCHMARK(codec_hash_id);

} // namespace

} // namespace pinion::latency
