#include "engine/host/durable_files.h"

#include "shm/storage/posix_storage.h"

#include <stdexcept>
#include <string>
#include <utility>

namespace pinion::engine {

namespace {

std::unique_ptr<shm::Storage> directory(shm::Storage& root, const std::string& name) {
    auto made = root.directory(name);
    if (made.error) throw std::runtime_error(root.path(name) + ": " + made.error.message());
    return std::move(made.value);
}

} // namespace

DurableFiles::DurableFiles(const HostOptions& options)
    : root(std::make_unique<shm::PosixStorage>(options.directory)),
      journal(directory(*root, "journal")), snapshots(directory(*root, "snapshots")) {
    for (const GatewayPeer& gateway : options.gateways)
        outputs.emplace(gateway.id, directory(*root, "output." + std::to_string(gateway.id)));
}

} // namespace pinion::engine
