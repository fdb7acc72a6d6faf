#include "tests/end-to-end/venue.h"

#include "tests/support/patience.h"

#include <chrono>
#include <filesystem>
#include <sstream>
#include <utility>

namespace pinion::test {

namespace {

std::string config_text(const Venue::Shape& shape, const std::map<std::uint16_t, int>& ports = {}) {
    // Several venues run at once, on as few as two cores.
    const std::string waits = "{ wait = \"sleep\" }\n";
    std::ostringstream config;
    for (const std::uint16_t id : shape.engines)
        config
            << "[[engine]]\nid = " << id
            << "\norders_max = 4096\nlevels_max = 1024\ncl_ord_ids_per_day_max = "
               "65536\ncommand_slots = 1024\n"
               "report_slots = 4096\nlog_slots = 4096\nbook_event_slots = 4096\nfeed_slots = 4096\n"
               "checkpoint_interval = 1\ndisconnect_grace_ms = 200\nday_roll = \""
            << shape.day_roll << "\"\ndurability = \"" << shape.durability << "\"\n"
            << "journal_segment_bytes = 1048576\noutput_log_segment_bytes = 1048576\n"
            << "snapshot_interval = " << shape.snapshot_interval
            << "\nsnapshots_max = " << shape.snapshots_max << '\n'
            << "matcher = " << waits << "publisher = " << waits;
    for (const std::uint16_t id : shape.gateways) {
        config << "[[gateway]]\nid = " << id << "\nport = " << (ports.empty() ? 0 : ports.at(id))
               << "\ntransport = \"" << shape.transport << "\"\nengines = [";
        for (const std::uint16_t engine : shape.engines) config << engine << ",";
        config << "]\nthread = " << waits;
    }
    for (const auto& [symbol, engine] : shape.instruments) {
        config << "[[instrument]]\nsymbol = \"" << symbol << "\"\nengine = " << engine
               << "\ntick = \"0.05\"\nlot = \"1\"\nprice_min = \"1.00\"\nprice_max = \"1000.00\"\n"
               << (shape.calendar.empty() ? "" : "calendar = \"day\"\n") << shape.instrument_terms;
        if (shape.has_risk && symbol == "PINE") config << "base = \"PINE\"\nquote = \"USD\"\n";
    }
    if (!shape.calendar.empty()) config << "[[calendar]]\nname = \"day\"\n" << shape.calendar;
    config << "[[account]]\nname = \"HOUSE\"\n";
    if (shape.has_risk)
        config << "group = \"MEMBERS\"\n"
                  "[[account_group]]\nname = \"MEMBERS\"\nrisk = true\norder_lots_max = 100\n"
                  "[[asset]]\nname = \"PINE\"\n[[asset]]\nname = \"USD\"\ndecimals = 2\n";
    for (std::size_t i = 0; i < shape.clients.size(); ++i)
        config << "[[session]]\ncomp_id = \"" << shape.clients[i]
               << "\"\ngateway = " << shape.gateways[i % shape.gateways.size()]
               << "\naccount = \"HOUSE\"\n";
    for (const auto& [comp_id, copied] : shape.drop_copies)
        config << "[[session]]\ncomp_id = \"" << comp_id
               << "\"\ngateway = " << shape.gateways.back() << "\ndrop_copy = " << copied << '\n';
    return config.str();
}

} // namespace

Venue::Venue(Shape shape) : LocalVenue("test", PINION_BIN_DIR), shape_(std::move(shape)) {
    write_config(config_text(shape_));
}

void Venue::start() {
    for (const std::uint16_t id : shape_.engines) start_engine(id);
    for (const std::uint16_t id : shape_.gateways) start_gateway(id);
}

shm::ChildProcess Venue::start_follower(std::uint16_t engine) const {
    return run("pinion-follow", "--engine", engine);
}

shm::ChildProcess Venue::launch_engine(std::uint16_t id) const {
    return run("pinion-engine", "--engine", id);
}

shm::ChildProcess Venue::launch_gateway(std::uint16_t id) const {
    return run("pinion-gateway", "--gateway", id);
}

void Venue::keep_ports() {
    std::map<std::uint16_t, int> ports;
    for (const std::uint16_t id : shape_.gateways) ports[id] = port(id);
    write_config(config_text(shape_, ports));
}

bool Venue::gateway_says(std::uint16_t id, const std::string& text) {
    shm::ChildProcess& process = gateway(id);
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (process.output().find(text) == std::string::npos) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        static_cast<void>(process.wait_for_exit(std::chrono::milliseconds(10))); // reads
    }
    return true;
}

std::string Venue::client_directory(const std::string& client) const {
    const auto path = directory() / client;
    std::filesystem::create_directories(path);
    return path.string();
}

} // namespace pinion::test
