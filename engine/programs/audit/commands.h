#pragma once

#include "config/venue_config.h"
#include "engine/audit/telling.h"
#include "engine/engine_options.h"
#include "shm/storage/posix_storage.h"

#include <cstdint>
#include <optional>
#include <string>

/// What `pinion audit` can be asked for. Each command returns the program's exit code, and throws
/// what keeps it from its work.
namespace pinion::engine::audit {

struct Arguments {
    std::optional<std::uint16_t> engine;
    bool follow = false;
    bool json = false;
    std::string output;
    std::uint64_t file_bytes = 256 << 20;
    std::string id;
    std::string session;
    std::string other;
};

/// An engine's history, as a config describes it.
struct History {
    /// The engine of that id, or the only one.
    History(const std::string& config_path, std::optional<std::uint16_t> id);

    const config::VenueConfig venue;
    const config::EngineConfig& engine;
    const EngineOptions options;
};

/// Where it is.
struct Place {
    Place(const History& history, const std::string& directory);

    shm::PosixStorage journal;
    shm::PosixStorage snapshots;
    const HistorySources sources;
};

/// Checks every record and the chain.
[[nodiscard]] int verify(const History& history, const Arguments& arguments);

/// Everything, as lines to standard output.
[[nodiscard]] int print_history(const History& history, const Place& place,
                                const Arguments& arguments);

/// Only what concerns one order.
[[nodiscard]] int print_order(const History& history, const Place& place,
                              const Arguments& arguments);

/// Everything, as lines to files.
[[nodiscard]] int write_files(const History& history, const Place& place,
                              const Arguments& arguments);

/// Where it begins to differ from another one.
[[nodiscard]] int compare(const History& history, const Place& place, const Arguments& arguments);

} // namespace pinion::engine::audit
