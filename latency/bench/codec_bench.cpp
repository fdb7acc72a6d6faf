#include "fix-gateway/translate/translate_out.h"
#include "latency/bench/codec_traffic.h"
#include "latency/bench/groups.h"
#include "latency/floors/copy_and_sum.h"
#include "latency/floors/scan_and_sum.h"
#include "shm/sys/clock.h"

#include <array>
#include <memory>
#include <stdexcept>

namespace pinion::latency {

namespace {

constexpr std::size_t rounds = 10;

/// Nanoseconds that `work` takes for one of `messages`, which it gets one after the other. What it
/// returns is summed up, so that no compiler can leave the work out.
template <class Messages, class Work>
double time_per_message_ns(const Messages& messages, const Work& work) {
    std::uint64_t sum = 0;
    const std::int64_t start_ns = shm::monotonic_now_ns();
    for (std::size_t round = 0; round < rounds; ++round)
        for (const auto& message : messages) sum += work(message);
    const std::int64_t end_ns = shm::monotonic_now_ns();
    if (sum == 0) throw std::runtime_error("the codec made nothing of its messages");
    return static_cast<double>(end_ns - start_ns) / static_cast<double>(rounds * messages.size());
}

/// Bytes in, commands out.
struct Parsing {
    fix::RoutingTable routes = traffic_routes();
    fix::SessionContext session = traffic_session();
    fix::Framer framer{traffic_frame_bytes_max};
    fix::Fields fields;
    std::vector<std::string> frames = new_order_frames();

    std::uint64_t parse(const std::string& bytes) {
        fix::Frame frame{};
        framer.append(bytes);
        if (framer.next(frame) != fix::FrameOutcome::complete || fields.parse(frame))
            throw std::runtime_error("the parser refused a good order");
        const fix::Inbound inbound = fix::translate_in(fields, session, routes);
        if (inbound.command.kind != shm::CommandKind::new_order)
            throw std::runtime_error("the translator refused a good order");
        return inbound.command.quantity_lots;
    }
};

/// Reports in, bytes out.
struct Encoding {
    fix::RoutingTable routes = traffic_routes();
    fix::MessageHeader header = traffic_header();
    fix::MessageWriter writer{traffic_frame_bytes_max};
    std::vector<shm::Report> reports = execution_reports();
    std::vector<std::string> frames;

    Encoding() {
        for (const shm::Report& report : reports) {
            const auto bytes = fix::translate_out(report, 0, routes, header, writer);
            frames.emplace_back(bytes.begin(), bytes.end());
        }
    }

    std::uint64_t encode(const shm::Report& report) {
        header.sending_time_ns = report.time_ns;
        return fix::translate_out(report, 0, routes, header, writer).size();
    }
};

Probe prepare_parse(std::span<const int>) {
    const auto parsing = std::make_shared<Parsing>();
    const auto scan = [](const std::string& frame) {
        std::array<std::uint16_t, traffic_frame_bytes_max> ends;
        const ScanResult result = scan_and_sum(frame, ends);
        return std::uint64_t{result.check_sum} + ends[result.fields - 1];
    };
    return {.value =
                [parsing] {
                    return time_per_message_ns(
                        parsing->frames, [&](const auto& frame) { return parsing->parse(frame); });
                },
            .floor = [parsing, scan] { return time_per_message_ns(parsing->frames, scan); }};
}

Probe prepare_encode(std::span<const int>) {
    const auto encoding = std::make_shared<Encoding>();
    const auto copy = [](const std::string& frame) {
        std::array<char, traffic_frame_bytes_max> out;
        return std::uint64_t{copy_and_sum(frame, out)} + frame.size();
    };
    return {.value =
                [encoding] {
                    return time_per_message_ns(encoding->reports, [&](const shm::Report& report) {
                        return encoding->encode(report);
                    });
                },
            .floor = [encoding, copy] { return time_per_message_ns(encoding->frames, copy); }};
}

} // namespace

void add_codec_rows(std::vector<Row>& rows) {
    rows.push_back({.group = "codec",
                    .name = "parse_new_order",
                    .what = "the bytes of a new order (about 150) become a command",
                    .unit = Unit::nanoseconds,
                    .floor_name = "scan_and_sum",
                    .goal = "",
                    .cores = 1,
                    .prepare = prepare_parse});
    rows.push_back({.group = "codec",
                    .name = "encode_report",
                    .what = "a report becomes the bytes of an ExecutionReport (about 250)",
                    .unit = Unit::nanoseconds,
                    .floor_name = "copy_and_sum",
                    .goal = "",
                    .cores = 1,
                    .prepare = prepare_encode});
}

} // namespace pinion::latency
