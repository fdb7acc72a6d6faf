#include "latency/bench/own_venue.h"

#include "shm/layout/engine_segment.h"
#include "shm/layout/segment_names.h"
#include "shm/segment.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <thread>

namespace pinion::latency {

namespace {

constexpr std::chrono::seconds start_timeout{10};
constexpr std::chrono::milliseconds look_interval{5};

std::string new_instance() {
    static int count = 0;
    return "bench-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
}

std::filesystem::path new_directory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pinion-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::system_error(errno, std::generic_category(), "mkdtemp " + pattern);
    return pattern;
}

std::string spin_on(int core) {
    return "{ core = " + std::to_string(core) + ", wait = \"spin\" }\n";
}

bool is_ready(const std::string& instance, std::uint16_t engine) {
    constexpr std::uint64_t any_layout = 0;
    try {
        const shm::Segment segment =
            shm::Segment::open(shm::engine_segment_name(instance, engine), shm::SegmentKind::engine,
                               any_layout, shm::SegmentAccess::read_only);
        return shm::EngineView(segment.payload()).header().state.load() == shm::EngineState::ready;
    } catch (const shm::SegmentError&) {
        return false; // not there yet
    }
}

} // namespace

OwnVenue::OwnVenue(const VenueCores& cores, std::span<const int> all_cores)
    : instance_(new_instance()), directory_(new_directory()) {
    const std::string config = directory_ / "venue.toml";
    std::ofstream(config) << config_text(cores);
    engine_ = std::make_unique<ChildProgram>(
        std::vector<std::string>{"pinion-engine", "--config", config}, all_cores);
    wait_for_engine();
    gateway_ = std::make_unique<ChildProgram>(
        std::vector<std::string>{"pinion-gateway", "--config", config}, all_cores);
    const std::string port = gateway_->wait_for_line("listening on 127.0.0.1:", start_timeout);
    address_ = {"127.0.0.1", static_cast<std::uint16_t>(std::stoi(port)), "CLIENT", "PINION"};
}

OwnVenue::~OwnVenue() {
    gateway_.reset();
    engine_.reset();
    std::filesystem::remove_all(directory_);
}

std::string OwnVenue::config_text(const VenueCores& cores) const {
    const std::string publisher =
        cores.publisher < 0 ? "{ wait = \"sleep\" }\n" : spin_on(cores.publisher);
    return "instance = \"" + instance_ + "\"\n" +                                     //
           "[state]\ndirectory = \"" + (directory_ / "state").string() + "\"\n" +     //
           "[[engine]]\nid = " + std::to_string(engine_id) +                          //
           "\nmatcher = " + spin_on(cores.matcher) +                                  //
           "publisher = " + publisher +                                               //
           "[[gateway]]\nid = 1\nport = 0\nthread = " + spin_on(cores.gateway) +      //
           "[[instrument]]\nsymbol = \"" + terms().symbol + "\"\ntick = \"0.01\"\n" + //
           "lot = \"1\"\nprice_min = \"1.00\"\nprice_max = \"1000.00\"\n" +           //
           "[[account]]\nname = \"HOUSE\"\n[[session]]\ncomp_id = \"CLIENT\"\n";
}

/// A gateway that starts before would refuse orders until it looks again.
void OwnVenue::wait_for_engine() const {
    const auto deadline = std::chrono::steady_clock::now() + start_timeout;
    while (!is_ready(instance_, engine_id)) {
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("the engine did not start: " + engine_->output());
        std::this_thread::sleep_for(look_interval);
    }
}

} // namespace pinion::latency
