#include "tests/end-to-end/venue.h"

#include "shm/layout/engine_segment.h"
#include "shm/layout/segment_names.h"
#include "shm/segment.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>
#include <utility>

namespace pinion::test {

namespace {

using namespace std::chrono_literals;

constexpr auto start_timeout = 20s;

std::string new_instance() {
    static int count = 0;
    return "test-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
}

/// Not its predecessor, whose segment it takes for a moment before it replaces it.
bool is_ready(const std::string& instance, std::uint16_t engine, pid_t process) {
    try {
        const shm::Segment segment =
            shm::Segment::open(shm::engine_segment_name(instance, engine), shm::SegmentKind::engine,
                               0, shm::SegmentAccess::read_only);
        return segment.header().creator_pid == process &&
               segment.is_locked(shm::SegmentRole::owner) &&
               shm::EngineView(segment.payload()).header().state.load() == shm::EngineState::ready;
    } catch (const shm::SegmentError&) {
        return false;
    }
}

std::string program(const char* name) { return std::string(PINION_BIN_DIR) + "/" + name; }

} // namespace

Venue::Venue(Shape shape) : instance_(new_instance()), shape_(std::move(shape)) { write_config(); }

Venue::~Venue() {
    gateways_.clear();
    engines_.clear();
    for (const std::string& name : shared_memory_names())
        std::filesystem::remove("/dev/shm/" + name);
}

void Venue::start_engine(std::uint16_t id) {
    auto& engine =
        engines_
            .insert_or_assign(id, ChildProcess({program("pinion-engine"), "--config", config_path(),
                                                "--engine", std::to_string(id)}))
            .first->second;
    const auto deadline = std::chrono::steady_clock::now() + start_timeout;
    while (!is_ready(instance_, id, engine.pid()) && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(5ms);
    ASSERT_TRUE(is_ready(instance_, id, engine.pid())) << engine.output();
}

void Venue::start_gateway(std::uint16_t id) {
    auto [gateway, inserted] = gateways_.insert_or_assign(
        id, ChildProcess({program("pinion-gateway"), "--config", config_path(), "--gateway",
                          std::to_string(id)}));
    const auto address = gateway->second.wait_for_line("listening on 127.0.0.1:", start_timeout);
    ASSERT_TRUE(address) << gateway->second.output();
    ports_[id] = std::stoi(*address);
}

void Venue::start() {
    for (const std::uint16_t id : shape_.engines) start_engine(id);
    for (const std::uint16_t id : shape_.gateways) start_gateway(id);
}

std::string Venue::client_directory(const std::string& client) const {
    const auto path = directory_.path() / client;
    std::filesystem::create_directories(path);
    return path.string();
}

std::vector<std::string> Venue::shared_memory_names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator("/dev/shm")) {
        const std::string name = entry.path().filename().string();
        if (name.find(instance_ + ".") != std::string::npos) names.push_back(name);
    }
    return names;
}

void Venue::write_config() const {
    // Several venues run at once, on as few as two cores.
    const std::string waits = "{ wait = \"sleep\" }\n";
    std::ofstream config(config_path());
    config << "instance = \"" << instance_ << "\"\n[state]\ndirectory = \""
           << (directory_.path() / "state").string() << "\"\n";
    for (const std::uint16_t id : shape_.engines)
        config
            << "[[engine]]\nid = " << id
            << "\norders_max = 4096\nlevels_max = 1024\ncl_ord_ids_per_day_max = "
               "65536\ncommand_slots = 1024\n"
               "report_slots = 4096\nlog_slots = 4096\nbook_event_slots = 4096\nfeed_slots = 4096\n"
               "checkpoint_interval = 1\ndisconnect_grace_ms = 200\nday_roll = \""
            << shape_.day_roll << "\"\n"
            << "matcher = " << waits << "publisher = " << waits;
    for (const std::uint16_t id : shape_.gateways) {
        config << "[[gateway]]\nid = " << id << "\nport = 0\ntransport = \"" << shape_.transport
               << "\"\nengines = [";
        for (const std::uint16_t engine : shape_.engines) config << engine << ",";
        config << "]\nthread = " << waits;
    }
    for (const auto& [symbol, engine] : shape_.instruments)
        config << "[[instrument]]\nsymbol = \"" << symbol << "\"\nengine = " << engine
               << "\ntick = \"0.05\"\nlot = \"1\"\nprice_min = \"1.00\"\nprice_max = \"1000.00\"\n";
    config << "[[account]]\nname = \"HOUSE\"\n";
    for (std::size_t i = 0; i < shape_.clients.size(); ++i)
        config << "[[session]]\ncomp_id = \"" << shape_.clients[i]
               << "\"\ngateway = " << shape_.gateways[i % shape_.gateways.size()]
               << "\naccount = \"HOUSE\"\n";
}

} // namespace pinion::test
