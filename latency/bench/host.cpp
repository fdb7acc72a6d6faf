#include "latency/bench/host.h"

#include "latency/bench/commit.h" // written by the build
#include "shm/sys/affinity.h"

#include <sys/utsname.h>

#include <fstream>

namespace pinion::latency {

namespace {

std::string processor_name() {
    std::ifstream cpuinfo("/proc/cpuinfo");
    for (std::string line; std::getline(cpuinfo, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "unknown";
}

std::string kernel_release() {
    utsname name{};
    return ::uname(&name) == 0 ? std::string(name.sysname) + " " + name.release : "unknown";
}

std::string compiler_name() {
#ifdef __clang__
    return __VERSION__; // begins with "Clang"
#else
    return std::string("GCC ") + __VERSION__;
#endif
}

} // namespace

Host describe_host() {
    return {.processor = processor_name(),
            .cores = shm::usable_cores().size(),
            .kernel = kernel_release(),
            .commit = PINION_COMMIT,
            .compiler = compiler_name(),
            .flags = PINION_COMPILE_FLAGS};
}

} // namespace pinion::latency
