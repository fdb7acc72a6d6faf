// Any bytes as a report: no message, or one whole frame.
#include "fix-gateway/codec/fields.h"
#include "fix-gateway/translate/translate_out.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/patches.h"
#include "tests/fuzz/translation_routes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinion;
    static const fix::RoutingTable routes = fuzz::make_routes();
    static fix::MessageWriter writer(1024);
    static fix::Framer framer(1024);
    static fix::Fields fields;

    shm::Report report{};
    report.kind = shm::ReportKind::execution;
    report.instrument = 3;
    const auto memory = std::as_writable_bytes(std::span(&report, 1));
    fuzz::Input input(data, size);
    while (const auto place = input.take<std::uint8_t>())
        if (const auto word = input.take<std::uint64_t>()) fuzz::patch(memory, *place, *word);

    const fix::MessageHeader header{"PINION", "CLIENT1", 1, report.time_ns};
    const auto bytes = fix::translate_out(report, static_cast<std::uint16_t>(report.order_id % 3),
                                          routes, header, writer);
    if (bytes.empty()) return 0;
    framer.clear();
    framer.append(bytes);
    fix::Frame frame{};
    fuzz::require(framer.next(frame) == fix::FrameOutcome::complete, "a message is one frame");
    fuzz::require(frame.bytes.size() == bytes.size(), "a frame is all of the message");
    fuzz::require(!fields.parse(frame), "its fields are sound");
    return 0;
}
