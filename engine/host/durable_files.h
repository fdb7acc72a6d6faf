#pragma once

#include "engine/host/host_options.h"
#include "shm/storage/storage.h"

#include <cstdint>
#include <map>
#include <memory>

namespace pinion::engine {

/// The directories of an engine that promises durability:
///
///     DIRECTORY/journal, DIRECTORY/snapshots, DIRECTORY/output.GATEWAY_ID
///
/// Errors: the constructor throws std::runtime_error.
struct DurableFiles {
    /// `directory` is that of the options.
    DurableFiles(const HostOptions& options, std::unique_ptr<shm::Storage> directory);

    std::unique_ptr<shm::Storage> root;
    std::unique_ptr<shm::Storage> journal;
    std::unique_ptr<shm::Storage> snapshots;
    std::map<std::uint16_t, std::unique_ptr<shm::Storage>> outputs; ///< by the gateway's id
};

} // namespace pinion::engine
