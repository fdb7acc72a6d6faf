#include "tests/engine/programs/programs_bed.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iterator>
#include <utility>

namespace pinion::engine::test {

using namespace std::chrono_literals;

shm::ChildProcess ProgramsBed::start_program(const std::string& name,
                                             std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), std::string(PINION_BIN_DIR) + "/" + name);
    return shm::ChildProcess(std::move(arguments));
}

ProgramsBed::Outcome ProgramsBed::run(const std::string& name,
                                      const std::vector<std::string>& arguments) const {
    std::vector<std::string> all{"--config", config_path()};
    all.insert(all.end(), arguments.begin(), arguments.end());
    auto program = start_program(name, all);
    const auto exit_code = program.wait_for_exit(disk_patience);
    return {exit_code.value_or(-1), program.output()};
}

ProgramsBed::Outcome ProgramsBed::run_with(const std::string& config,
                                           const std::string& name) const {
    auto program = start_program(name, {"--config", config});
    const auto exit_code = program.wait_for_exit(disk_patience);
    return {exit_code.value_or(-1), program.output()};
}

std::string ProgramsBed::config_with(const std::string& text, const std::string& instead) const {
    std::ifstream file(config_path());
    std::string config{std::istreambuf_iterator<char>(file), {}};
    config.replace(config.find(text), text.size(), instead);
    const auto path = (directory_.path() / "other.toml").string();
    std::ofstream(path) << config;
    return path;
}

/// Waits until it takes commands: an engine that goes on keeps its epoch.
void ProgramsBed::start_engine() {
    engine_ = start_program("pinion-engine", {"--config", config_path()});
    ASSERT_TRUE(eventually(
        [&] {
            try {
                const auto segment = engine_segment();
                return segment.header().creator_pid == engine_->pid() &&
                       shm::EngineView(segment.payload()).header().state.load() ==
                           shm::EngineState::ready;
            } catch (const shm::SegmentError&) {
                return false;
            }
        },
        disk_patience))
        << engine_->output();
    if (!maker_) maker_.emplace(wait_for_epoch());
    if (!peer_) peer_.emplace(instance_.name(), 1, 3);
}

void ProgramsBed::kill_engine() {
    engine_->signal(SIGKILL);
    ASSERT_EQ(engine_->wait_for_exit(disk_patience), 128 + SIGKILL) << engine_->output();
}

void ProgramsBed::stop_engine() {
    engine_->signal(SIGTERM);
    ASSERT_EQ(engine_->wait_for_exit(disk_patience), 0) << engine_->output();
    peer_.reset();
}

void ProgramsBed::trade(std::uint32_t commands) {
    for (std::uint32_t i = 0; i < commands; ++i)
        ASSERT_TRUE(eventually([&, bid = maker_->bid()] { return peer_->send(bid); }));
    sent_ += commands;
    const auto segment = engine_segment();
    const auto& header = shm::EngineView(segment.payload()).header();
    ASSERT_TRUE(eventually(
        [&] {
            const auto sequence = header.applied_sequence.load();
            return sequence >= sent_ && header.durable_sequence.load() == sequence &&
                   peer_->header().reports_durable.load() >= sent_;
        },
        disk_patience))
        << "applied " << header.applied_sequence << ", durable " << header.durable_sequence
        << ", reports " << peer_->header().reports_durable << " of " << sent_;
}

void ProgramsBed::handle_reports() {
    auto& header = shm::LinkView(peer_->segment().payload()).header();
    header.reports_read = header.reports_written.load();
}

shm::Segment ProgramsBed::engine_segment() const {
    return shm::Segment::open(shm::engine_segment_name(instance_.name(), 1),
                              shm::SegmentKind::engine, 0, shm::SegmentAccess::read_write);
}

shm::EngineCheckpoint ProgramsBed::last_checkpoint() const {
    const auto segment = engine_segment();
    const auto& header = shm::EngineView(segment.payload()).header();
    shm::EngineCheckpoint checkpoint{};
    EXPECT_TRUE(eventually(
        [&] { return header.checkpoint.try_read(checkpoint, header.applied_sequence.load()); }));
    return checkpoint;
}

std::vector<std::string> ProgramsBed::files(const std::string& in_engine_directory) const {
    std::vector<std::string> names;
    std::error_code missing;
    for (const auto& entry :
         std::filesystem::directory_iterator(path(in_engine_directory), missing))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

void ProgramsBed::overwrite(const std::string& path, std::uint64_t offset,
                            const std::string& bytes) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(static_cast<std::streamoff>(offset));
    file << bytes;
    ASSERT_TRUE(file.flush()) << path;
}

bool says(shm::ChildProcess& program, const std::string& text) {
    return eventually([&] {
               const bool has_ended = program.wait_for_exit(1ms).has_value();
               return program.output().find(text) != std::string::npos || has_ended;
           }) &&
           program.output().find(text) != std::string::npos;
}

} // namespace pinion::engine::test
