// Any application message: a command, or a reject that names the fault. What a command carries is
// told back in an ExecutionReport that our own parser reads, with the same texts and numbers.
#include "fix-gateway/translate/translate_in.h"
#include "fix-gateway/translate/translate_out.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/translation_routes.h"

namespace pinion::fuzz {

namespace {

constexpr std::size_t frame_max_bytes = 8192;

bool is_known(shm::CommandKind kind) {
    return kind >= shm::CommandKind::new_order && kind <= shm::CommandKind::rejected;
}

void require_sound(const fix::Inbound& inbound, const fix::RoutingTable& routes) {
    require(inbound.engine < routes.engines().size(), "the engine exists");
    if (inbound.outcome != fix::Inbound::Outcome::command) return;
    const shm::Command& command = inbound.command;
    require(is_known(command.kind), "a command's kind is one that gateways send");
    const bool is_routed = command.instrument != fix::no_instrument;
    require(!is_routed || routes.find(inbound.engine, command.instrument) != nullptr,
            "the instrument exists");
    require((command.kind == shm::CommandKind::rejected) ==
                (command.reason != shm::RejectReason::none),
            "a refused message has a reason, and no other has");
}

/// The report that tells the order of the command back.
shm::Report report_of(const shm::Command& command) {
    shm::Report report{};
    report.kind = shm::ReportKind::execution;
    report.exec_type = shm::ExecType::new_order;
    report.ord_status = shm::OrdStatus::new_order;
    report.side = command.side;
    report.ord_type = command.ord_type;
    report.time_in_force = command.time_in_force;
    report.order_id = 1;
    report.price_ticks = command.price_ticks;
    report.stop_price_ticks = command.stop_price_ticks;
    report.quantity_lots = command.quantity_lots;
    report.leaves_lots = command.quantity_lots;
    report.instrument = command.instrument;
    report.answers = command.kind;
    report.cl_ord_id = command.cl_ord_id;
    report.reference_id = command.reference_id;
    report.account = command.account;
    return report;
}

/// Reads a frame of ours as a client would.
void parse_written(std::span<const char> bytes, fix::Fields& fields) {
    static fix::Framer framer(frame_max_bytes);
    framer.clear();
    framer.append(bytes);
    fix::Frame frame{};
    require(framer.next(frame) == fix::FrameOutcome::complete, "our frames are frames");
    require(!fields.parse(frame), "our frames have sound fields");
}

void require_told_back(const fix::Inbound& inbound, const fix::RoutingTable& routes) {
    static fix::MessageWriter writer(frame_max_bytes);
    static fix::Fields told;
    const shm::Command& command = inbound.command;
    const fix::MessageHeader header{"PINION", "CLIENT1", 1, 0};
    const auto bytes =
        fix::translate_out(report_of(command), inbound.engine, routes, header, writer);
    require(!bytes.empty(), "what came in can be told back");
    parse_written(bytes, told);
    require(told.find(fix::tag::cl_ord_id) == command.cl_ord_id.view(), "ClOrdID is told back");
    const auto* route = routes.find(inbound.engine, command.instrument);
    if (route == nullptr) return;
    require(told.find(fix::tag::symbol) == route->record.symbol.view(), "Symbol is told back");
    const auto lots = fix::parse_quantity_lots(told.find(fix::tag::leaves_qty), route->record);
    require(lots.value == command.quantity_lots, "a quantity survives the round trip");
    if (command.ord_type != shm::OrdType::limit) return;
    const auto ticks = fix::parse_price_ticks(told.find(fix::tag::price), route->record);
    require(ticks.value == command.price_ticks, "a price survives the round trip");
}

} // namespace

} // namespace pinion::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinion;
    static const fix::RoutingTable routes = fuzz::make_routes();
    static fix::Fields fields;
    const fix::SessionContext session{5, 2, 9, shm::AccountName::from("HOUSE").value()};
    const std::string bytes = fuzz::fix_text(data, size) + fix::soh;
    static_cast<void>(fields.parse({bytes, 0, 0, bytes.size()})); // the fields before a fault stay
    const fix::Inbound inbound = fix::translate_in(fields, session, routes);
    fuzz::require_sound(inbound, routes);
    if (inbound.outcome == fix::Inbound::Outcome::command) fuzz::require_told_back(inbound, routes);
    return 0;
}
