// Segments that another process damaged: headers are refused or agree with their memory, and
// whoever reads on stays inside it and comes to an end.
#include "engine/host/log_recovery.h"
#include "engine/host/ring_memory.h"
#include "shm/layout/engine_segment.h"
#include "shm/layout/link_segment.h"
#include "shm/segment.h"
#include "shm/segment_check.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/patches.h"

#include <algorithm>
#include <stdexcept>

namespace pinion::fuzz {

namespace {

constexpr std::uint64_t slots = 8;

void apply_patches(std::span<std::byte> memory, Input input) {
    while (const auto place = input.take<std::uint16_t>())
        if (const auto word = input.take<std::uint64_t>()) patch(memory, *place, *word);
}

/// The input lies at the front of an otherwise empty first page.
void check_header(Input input) {
    const auto bytes = std::as_bytes(input.rest());
    engine::RingMemory memory(std::max(bytes.size(), shm::segment_header_bytes));
    std::copy(bytes.begin(), bytes.end(), memory.bytes().begin());
    try {
        shm::require_segment("fuzz", memory.bytes(), {shm::SegmentKind::link, 0});
        const auto& header = *reinterpret_cast<const shm::SegmentHeader*>(memory.bytes().data());
        require(header.size_bytes == memory.bytes().size(), "a segment is as large as it says");
    } catch (const shm::SegmentError& error) {
        require(std::string_view(error.what()).find("fuzz") != std::string_view::npos,
                "an error names its segment");
    }
}

void use_commands(const shm::LinkView& view) {
    shm::SpscReader<shm::Command> reader(view.commands());
    shm::SpscWriter<shm::Command> writer(view.commands());
    shm::Command command{};
    for (std::uint64_t i = 0; i < 2 * slots; ++i) {
        static_cast<void>(writer.try_write(command));
        static_cast<void>(reader.try_read(command));
    }
}

void use_reports(const shm::LinkView& view) {
    shm::BroadcastReader<shm::Report> reader(view.reports());
    reader.seek(1);
    shm::Report report{};
    for (std::uint64_t i = 0; i < 2 * slots; ++i) static_cast<void>(reader.poll(report));
    shm::BroadcastWriter<shm::Report> writer(view.reports());
    for (std::uint64_t i = 0; i < 2 * slots; ++i) writer.publish(report);
}

void use_link(Input input) {
    const shm::LinkLayout layout{slots, slots, slots};
    engine::RingMemory memory(layout.bytes());
    shm::LinkView::format(memory.bytes(), layout);
    apply_patches(memory.bytes(), input);
    const shm::LinkView view(memory.bytes());
    for (const shm::SessionProgressCell& each : view.sessions()) static_cast<void>(each.load());
    use_commands(view);
    use_reports(view);
}

void use_engine(Input input) {
    const shm::EngineLayout layout{slots};
    engine::RingMemory memory(layout.bytes());
    shm::EngineView::format(memory.bytes(), layout, 1);
    apply_patches(memory.bytes(), input);
    static_cast<void>(engine::recover_log(memory.bytes()));
}

} // namespace

} // namespace pinion::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinion::fuzz;
    Input input(data, size);
    const auto what = input.take<std::uint8_t>();
    if (!what) return 0;
    try {
        if (*what == 'h') check_header(input);
        if (*what == 'l') use_link(input);
        if (*what == 'e') use_engine(input);
    } catch (const std::runtime_error&) { // refused in words
    }
    return 0;
}
