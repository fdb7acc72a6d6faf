#include "tests/fix-gateway/gateway/gateway_fixture.h"

#include "shm/counters.h"
#include "shm/layout/segment_names.h"
#include "tests/fix-gateway/support/fix_dictionary.h"
#include "tests/support/instrument.h"

#include <sys/mman.h>
#include <unistd.h>

#include <thread>

namespace pinion::fix {

using test::fix_field;
using test::fix_frame;
using test::fix_frames;
using transport::ConnectionId;

namespace {

std::string unique_instance() {
    static int count = 0;
    return "gwtest" + std::to_string(::getpid()) + "x" + std::to_string(++count);
}

} // namespace

GatewayTest::GatewayTest() {
    options_.instance = unique_instance();
    options_.logon_timeout_ms = 200;
    options_.engines = {{1, {test::instrument_in_cents("PINE"), test::instrument_in_cents("OAK")}},
                        {2, {test::instrument_in_cents("ELM")}}};
    options_.clients = {{0, "ALICE", "PINION", *shm::AccountName::from("A1"), 3, false},
                        {2, "BOB", "PINION", *shm::AccountName::from("B1"), 6, false}};
    options_.state_directory = (directory_.path() / "state").string();
    options_.dictionary_xml = test::fix_dictionary();
}

GatewayTest::~GatewayTest() {
    gateway_.reset();
    for (auto& [id, engine] : engines_) engine->stop();
    for (const EnginePeer& peer : options_.engines) {
        ::shm_unlink(shm::link_segment_name(options_.instance, peer.id, 1).c_str());
        ::shm_unlink(shm::feed_segment_name(options_.instance, peer.id).c_str());
    }
}

FakeEngine& GatewayTest::start_engine(std::uint16_t id, std::uint32_t epoch,
                                      std::uint64_t command_slots, std::uint64_t report_slots) {
    FakeEngine::Options options = engine_options(id);
    options.command_slots = command_slots;
    options.report_slots = report_slots;
    return start_engine(options, epoch);
}

FakeEngine& GatewayTest::start_engine(FakeEngine::Options options, std::uint32_t epoch) {
    engines_[options.engine].reset();
    engines_[options.engine] = std::make_unique<FakeEngine>(options, epoch);
    return *engines_[options.engine];
}

FakeEngine::Options GatewayTest::engine_options(std::uint16_t id) const {
    const EnginePeer& peer = options_.engines[id - 1u];
    FakeEngine::Options options;
    options.instance = options_.instance;
    options.engine = id;
    options.instruments = peer.instruments;
    options.venue_hash = peer.venue_hash;
    options.durability = peer.durability;
    if (peer.durability != shm::Durability::none) options.output_log = peer.directory + "/output.1";
    return options;
}

void GatewayTest::make_durable(std::uint16_t id) {
    EnginePeer& peer = options_.engines[id - 1u];
    peer.durability = shm::Durability::sync;
    peer.directory = (directory_.path() / ("engine." + std::to_string(id))).string();
}

void GatewayTest::stop_engine(std::uint16_t id) {
    engines_.at(id)->stop();
    engines_.erase(id);
}

void GatewayTest::start_gateway() {
    gateway_.reset();
    gateway_ = std::make_unique<Gateway>(
        options_, [this] { return network_.make_transport(); }, [](std::uint16_t) {});
    gateway_->on_start();
}

void GatewayTest::turn() {
    for (int idle = 0; idle < 3;) idle = gateway_->do_work() == 0 ? idle + 1 : 0;
}

void GatewayTest::turn_for(std::chrono::milliseconds time) {
    for (auto left = time.count(); left > 0; --left) {
        gateway_->tend();
        turn();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

std::string GatewayTest::frame(const std::string& client, const std::string& type, int sequence,
                               const std::string& body) {
    return fix_frame("35=" + type + "|49=" + client + "|56=PINION|34=" + std::to_string(sequence) +
                     "|52=" + fix_time_now() + "|" + body);
}

std::string GatewayTest::order(const std::string& client, int sequence, const std::string& id,
                               const std::string& symbol) {
    return frame(client, "D", sequence,
                 "11=" + id + "|55=" + symbol + "|54=1|60=" + fix_time_now() +
                     "|38=10|40=2|44=1.50|");
}

ConnectionId GatewayTest::log_on(const std::string& client, int sequence, const std::string& more) {
    const ConnectionId id = network_.connect();
    network_.write(id, frame(client, "A", sequence, "98=0|108=30|" + more));
    turn();
    return id;
}

std::vector<std::string> GatewayTest::received(ConnectionId id, std::initializer_list<int> tags) {
    std::vector<std::string> lines;
    for (const std::string& each : fix_frames(network_.read(id))) {
        std::string line;
        for (const int tag : tags)
            line += (line.empty() ? "" : " ") + std::to_string(tag) + "=" + fix_field(each, tag);
        lines.push_back(line);
    }
    return lines;
}

std::vector<std::string> GatewayTest::commands(FakeEngine& engine) {
    std::vector<std::string> lines;
    while (const auto command = engine.next())
        lines.push_back(std::to_string(static_cast<int>(command->kind)) + " " +
                        std::to_string(command->session) + " " +
                        std::string(command->cl_ord_id.view()));
    return lines;
}

shm::Report GatewayTest::report(std::uint16_t session, std::uint64_t exec_id) {
    shm::Report report{};
    report.kind = shm::ReportKind::execution;
    report.exec_type = shm::ExecType::new_order;
    report.ord_status = shm::OrdStatus::new_order;
    report.side = shm::Side::buy;
    report.ord_type = shm::OrdType::limit;
    report.time_in_force = shm::TimeInForce::day;
    report.session = session;
    report.order_id = 5;
    report.exec_id = exec_id;
    report.time_ns = 1'700'000'000'000'000'000;
    report.price_ticks = 150;
    report.quantity_lots = 10;
    report.leaves_lots = 10;
    report.cl_ord_id = *shm::ClOrdId::from("order");
    report.answers = CommandKind::new_order;
    return report;
}

std::uint64_t GatewayTest::counter(const std::string& name) {
    for (const auto& each : shm::CountersReader(options_.instance, "gateway.1").read())
        if (each.name == name) return each.value;
    return 0;
}

} // namespace pinion::fix
