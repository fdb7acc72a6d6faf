#pragma once

#include "shm/layout/engine_segment.h"
#include "tests/engine/host/command_maker.h"
#include "tests/engine/host/engine_process.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pinion::engine::test {

/// For what waits for disks, too: on a busy host a sync may take its time.
inline constexpr std::chrono::seconds disk_patience{100};

/// An engine that keeps a journal and saves its state often, and the programs that are run beside
/// it, as children of the test.
class ProgramsBed : public EngineProcessBed {
  public:
    static constexpr std::uint64_t snapshot_interval = 10;

    ProgramsBed()
        : EngineProcessBed("async", "snapshot_interval = " + std::to_string(snapshot_interval) +
                                        "\noutput_log_reports_kept = 5") {}

    struct Outcome {
        int exit_code;
        std::string output;
    };

    [[nodiscard]] shm::ChildProcess start_program(const std::string& name,
                                                  std::vector<std::string> arguments) const;

    /// Runs it with the bed's config to its end.
    [[nodiscard]] Outcome run(const std::string& name,
                              const std::vector<std::string>& arguments = {}) const;

    /// The same with another config.
    [[nodiscard]] Outcome run_with(const std::string& config, const std::string& name) const;

    /// A copy of the config with one text instead of another; its path.
    [[nodiscard]] std::string config_with(const std::string& text,
                                          const std::string& instead) const;

    void start_engine();
    void kill_engine();
    void stop_engine();

    /// So many bids more, all of them answered, logged and applied.
    void trade(std::uint32_t commands);

    /// As a gateway says that it has handled all reports.
    void handle_reports();

    /// The engine's own segment, as it is now.
    [[nodiscard]] shm::Segment engine_segment() const;

    /// What the engine says of its state after the last command.
    [[nodiscard]] shm::EngineCheckpoint last_checkpoint() const;

    [[nodiscard]] std::string path(const std::string& in_engine_directory) const {
        return state_directory() + "/engine.1/" + in_engine_directory;
    }

    /// Names of the files there, sorted.
    [[nodiscard]] std::vector<std::string> files(const std::string& in_engine_directory) const;

    /// Writes other bytes into a file.
    static void overwrite(const std::string& path, std::uint64_t offset, const std::string& bytes);

  private:
    std::optional<shm::ChildProcess> engine_;
    std::optional<LinkPeer> peer_; ///< stays: the engine would sequence that it is gone
    std::optional<CommandMaker> maker_;
    std::uint64_t sent_ = 0;
};

/// Whether the program prints that before patience runs out.
[[nodiscard]] bool says(shm::ChildProcess& program, const std::string& text);

} // namespace pinion::engine::test
