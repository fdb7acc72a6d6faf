#include "latency/venue/local_venue.h"

#include "shm/layout/engine_segment.h"
#include "shm/layout/segment_names.h"
#include "shm/segment.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace pinion::latency {

namespace {

constexpr std::chrono::seconds start_timeout{60};
constexpr std::chrono::milliseconds look_interval{5};

std::string new_instance(const std::string& purpose) {
    static int count = 0;
    return purpose + "-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
}

std::filesystem::path new_directory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pinion-venue-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::system_error(errno, std::generic_category(), "mkdtemp " + pattern);
    return pattern;
}

/// Not its predecessor, whose segment it takes for a moment before it replaces it.
bool is_ready(const std::string& instance, std::uint16_t engine, pid_t process) {
    constexpr std::uint64_t any_layout = 0;
    try {
        const shm::Segment segment =
            shm::Segment::open(shm::engine_segment_name(instance, engine), shm::SegmentKind::engine,
                               any_layout, shm::SegmentAccess::read_only);
        return segment.header().creator_pid == process &&
               segment.is_locked(shm::SegmentRole::owner) &&
               shm::EngineView(segment.payload()).header().state.load() == shm::EngineState::ready;
    } catch (const shm::SegmentError&) {
        return false; // not there yet
    }
}

[[noreturn]] void refuse(const char* what, const shm::ChildProcess& process) {
    throw std::runtime_error(std::string(what) + " did not start: " + process.output());
}

} // namespace

LocalVenue::LocalVenue(const std::string& purpose, std::filesystem::path programs,
                       std::vector<int> cores)
    : instance_(new_instance(purpose)), directory_(new_directory()), programs_(std::move(programs)),
      cores_(std::move(cores)) {}

LocalVenue::~LocalVenue() {
    gateways_.clear();
    engines_.clear();
    for (const std::string& name : shared_memory_names())
        std::filesystem::remove("/dev/shm/" + name);
    std::filesystem::remove_all(directory_);
}

void LocalVenue::write_config(const std::string& text) const {
    std::ofstream(config_path()) << "instance = \"" << instance_ << "\"\n[state]\ndirectory = \""
                                 << (directory_ / "state").string() << "\"\n"
                                 << text;
}

void LocalVenue::start_engine(std::uint16_t id) {
    auto& engine =
        engines_.insert_or_assign(id, run("pinion-engine", "--engine", id)).first->second;
    const auto deadline = std::chrono::steady_clock::now() + start_timeout;
    while (!is_ready(instance_, id, engine.pid())) {
        const bool ended = engine.wait_for_exit(look_interval).has_value();
        if (ended || std::chrono::steady_clock::now() > deadline) refuse("the engine", engine);
    }
}

void LocalVenue::start_gateway(std::uint16_t id) {
    auto& gateway =
        gateways_.insert_or_assign(id, run("pinion-gateway", "--gateway", id)).first->second;
    const auto port = gateway.wait_for_line("listening on 127.0.0.1:", start_timeout);
    if (!port) refuse("the gateway", gateway);
    ports_[id] = std::stoi(*port);
}

shm::ChildProcess LocalVenue::run(const char* program, const char* role, std::uint16_t id) const {
    return shm::ChildProcess(
        {programs_ / program, "--config", config_path(), role, std::to_string(id)}, cores_);
}

std::vector<std::string> LocalVenue::shared_memory_names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator("/dev/shm")) {
        const std::string name = entry.path().filename().string();
        if (name.find(instance_ + ".") != std::string::npos) names.push_back(name);
    }
    return names;
}

} // namespace pinion::latency
