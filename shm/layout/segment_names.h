#pragma once

#include <cstdint>
#include <string>

/// Names in /dev/shm. They carry the venue's instance, so that two venues share a host.
namespace pinion::shm {

inline std::string engine_segment_name(const std::string& instance, std::uint16_t engine) {
    return "pinion." + instance + ".engine." + std::to_string(engine);
}

inline std::string link_segment_name(const std::string& instance, std::uint16_t engine,
                                     std::uint16_t gateway) {
    return "pinion." + instance + ".link." + std::to_string(engine) + "." + std::to_string(gateway);
}

inline std::string feed_segment_name(const std::string& instance, std::uint16_t engine) {
    return "pinion." + instance + ".feed." + std::to_string(engine);
}

/// `process` is "engine.1", "gateway.2", ...
inline std::string counters_segment_name(const std::string& instance, const std::string& process) {
    return "pinion." + instance + ".counters." + process;
}

} // namespace pinion::shm
