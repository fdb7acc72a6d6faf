#include "engine/host/durable_files.h"

#include <stdexcept>
#include <string>
#include <utility>

namespace pinion::engine {

namespace {

std::unique_ptr<shm::Storage> directory_in(shm::Storage& root, const std::string& name) {
    auto made = root.directory(name);
    if (made.error) throw std::runtime_error(root.path(name) + ": " + made.error.message());
    return std::move(made.value);
}

} // namespace

DurableFiles::DurableFiles(const HostOptions& options, std::unique_ptr<shm::Storage> directory)
    : root(std::move(directory)), journal(directory_in(*root, "journal")),
      snapshots(directory_in(*root, "snapshots")) {
    for (const GatewayPeer& gateway : options.gateways)
        outputs.emplace(gateway.id, directory_in(*root, "output." + std::to_string(gateway.id)));
}

} // namespace pinion::engine
