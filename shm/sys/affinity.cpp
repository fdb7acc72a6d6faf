#include "shm/sys/affinity.h"

#include <pthread.h>
#include <sched.h>

#include <cerrno>
#include <memory>
#include <system_error>

namespace pinion::shm {

namespace {

constexpr int cores_max = 8192; ///< the most that Linux can be built for

/// A set of cores that is large enough for any kernel; cpu_set_t ends at 1,024.
class CoreSet {
  public:
    CoreSet() : set_(CPU_ALLOC(cores_max)) { CPU_ZERO_S(bytes(), set_.get()); }

    [[nodiscard]] static std::size_t bytes() { return CPU_ALLOC_SIZE(cores_max); }

    [[nodiscard]] cpu_set_t* get() { return set_.get(); }

    void add(int core) { CPU_SET_S(static_cast<std::size_t>(core), bytes(), set_.get()); }

    [[nodiscard]] bool has(int core) const {
        return CPU_ISSET_S(static_cast<std::size_t>(core), bytes(), set_.get());
    }

  private:
    struct Free {
        void operator()(cpu_set_t* set) const { CPU_FREE(set); }
    };

    std::unique_ptr<cpu_set_t, Free> set_;
};

} // namespace

std::vector<int> usable_cores() {
    CoreSet set;
    if (::sched_getaffinity(0, CoreSet::bytes(), set.get()) != 0)
        throw std::system_error(errno, std::generic_category(), "sched_getaffinity");
    std::vector<int> cores;
    for (int core = 0; core < cores_max; ++core)
        if (set.has(core)) cores.push_back(core);
    return cores;
}

std::string listed(const std::vector<int>& cores) {
    std::string text;
    for (const int core : cores) text += (text.empty() ? "" : ", ") + std::to_string(core);
    return text;
}

void pin_current_thread(int core) {
    CoreSet set;
    int error = EINVAL;
    if (core >= 0 && core < cores_max) {
        set.add(core);
        error = ::pthread_setaffinity_np(::pthread_self(), CoreSet::bytes(), set.get());
    }
    if (error != 0)
        throw std::system_error(error, std::generic_category(),
                                "cannot pin a thread to core " + std::to_string(core) +
                                    ": choose one of the cores this process may use (" +
                                    listed(usable_cores()) + ") or core = \"auto\"");
}

void name_current_thread(const std::string& name) {
    ::pthread_setname_np(::pthread_self(), name.substr(0, 15).c_str());
}

} // namespace pinion::shm
