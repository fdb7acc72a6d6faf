#include "engine/snapshot/snapshot_header.h"

#include "shm/record_log/crc32c.h"

#include <algorithm>
#include <cstring>
#include <span>

namespace pinion::engine {

namespace {

std::uint32_t crc_of(SnapshotHeader header) {
    header.crc = 0;
    return shm::crc32c(std::as_bytes(std::span(&header, 1)));
}

} // namespace

SnapshotHeader SnapshotHeader::of(const SnapshotInfo& info, std::uint16_t engine,
                                  const std::string& instance) {
    SnapshotHeader header{};
    header.magic = magic_value;
    header.version = version_value;
    header.info = info;
    header.engine = engine;
    std::copy_n(instance.begin(), std::min(instance.size(), instance_max), header.instance);
    header.crc = crc_of(header);
    return header;
}

std::string SnapshotHeader::problem(std::uint16_t of_engine, const std::string& of_instance) const {
    if (magic != magic_value) return "it is no snapshot";
    if (version != version_value)
        return "it has the format " + std::to_string(version) +
               ", and this version of Pinion reads " + std::to_string(version_value) +
               " only: start with the version that wrote it";
    if (crc != crc_of(*this)) return "its header is damaged";
    if (engine != of_engine) return "it is of engine " + std::to_string(engine);
    const std::string name(instance, ::strnlen(instance, sizeof(instance)));
    if (name != of_instance.substr(0, instance_max)) return "it is of the venue " + name;
    return {};
}

} // namespace pinion::engine
