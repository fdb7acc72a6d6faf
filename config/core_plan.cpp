#include "config/core_plan.h"

#include "shm/sys/affinity.h"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace pinion::config {

namespace {

/// A thread on its way from what the file says to its place.
struct Wish {
    PlannedThread thread;
    const ThreadConfig* config;

    /// Whether it may have a core to itself without asking.
    [[nodiscard]] bool is_hot() const {
        return thread.role != ThreadRole::journal && thread.role != ThreadRole::output_log;
    }
};

std::vector<Wish> wishes(const VenueConfig& venue) {
    std::vector<Wish> result;
    for (const EngineConfig& engine : venue.engines) {
        result.push_back({{ThreadRole::matcher, engine.id, {}}, &engine.matcher});
        result.push_back({{ThreadRole::publisher, engine.id, {}}, &engine.publisher});
        if (engine.durability == shm::Durability::none) continue;
        result.push_back({{ThreadRole::journal, engine.id, {}}, &engine.journal});
        result.push_back({{ThreadRole::output_log, engine.id, {}}, &engine.output_log});
    }
    for (const GatewayConfig& gateway : venue.gateways)
        result.push_back({{ThreadRole::gateway, gateway.id, {}}, &gateway.thread});
    return result;
}

class Planner {
  public:
    Planner(const VenueConfig& venue, const std::vector<int>& usable_cores)
        : source_(venue.source), wishes_(wishes(venue)), usable_(usable_cores),
          is_roomy_(usable_.size() > hot_count()) {}

    CorePlan plan() {
        place_fixed();
        place_free();
        for (Wish& wish : wishes_) choose_wait(wish);
        for (const Wish& wish : wishes_) require_own_core_if_spinning(wish);
        CorePlan result;
        for (const Wish& wish : wishes_) result.threads.push_back(wish.thread);
        return result;
    }

  private:
    [[nodiscard]] std::size_t hot_count() const {
        return static_cast<std::size_t>(std::count_if(
            wishes_.begin(), wishes_.end(), [](const Wish& wish) { return wish.is_hot(); }));
    }

    void place_fixed() {
        for (Wish& wish : wishes_) {
            if (!wish.config->core) continue;
            const int core = *wish.config->core;
            if (std::find(usable_.begin(), usable_.end(), core) == usable_.end())
                refuse(wish, "is to run on core " + std::to_string(core) + ", which it may not use",
                       "choose \"auto\" or one of " + shm::listed(usable_));
            wish.thread.placement.core = core;
            taken_.insert(core);
        }
    }

    void place_free() {
        for (Wish& wish : wishes_) {
            const bool must_spin = wish.config->wait == shm::Wait::spin;
            if (wish.config->core || !((is_roomy_ && wish.is_hot()) || must_spin)) continue;
            const auto core = std::find_if(usable_.rbegin(), usable_.rend(),
                                           [&](int c) { return !taken_.contains(c); });
            if (core == usable_.rend())
                refuse(wish, "is to spin, but no core is left for it",
                       "let it wait with \"auto\", \"yield\" or \"sleep\"");
            wish.thread.placement.core = *core;
            taken_.insert(*core);
        }
    }

    void choose_wait(Wish& wish) const {
        shm::AgentPlacement& placement = wish.thread.placement;
        if (wish.config->wait)
            placement.wait = *wish.config->wait;
        else if (is_roomy_ && wish.is_hot() && neighbour(wish) == nullptr)
            placement.wait = shm::Wait::spin;
        else
            placement.wait =
                wish.thread.role == ThreadRole::matcher ? shm::Wait::yield : shm::Wait::sleep;
    }

    void require_own_core_if_spinning(const Wish& wish) const {
        if (wish.thread.placement.wait != shm::Wait::spin) return;
        if (const Wish* other = neighbour(wish))
            refuse(*other,
                   "is to share core " + std::to_string(wish.thread.placement.core) + " with " +
                       wish.thread.name() + ", which spins",
                   "give it another core, or let both wait with \"yield\" or \"sleep\"");
    }

    /// Another thread on the same core, or null.
    [[nodiscard]] const Wish* neighbour(const Wish& wish) const {
        for (const Wish& other : wishes_)
            if (&other != &wish && other.thread.placement.core == wish.thread.placement.core)
                return &other;
        return nullptr;
    }

    [[noreturn]] void refuse(const Wish& wish, const std::string& found,
                             const std::string& advice) const {
        throw ConfigError(source_, wish.config->position, wish.thread.name() + " " + found, advice);
    }

    const std::string& source_;
    std::vector<Wish> wishes_;
    const std::vector<int>& usable_;
    bool is_roomy_;
    std::set<int> taken_;
};

shm::AgentPlacement find(const CorePlan& plan, ThreadRole role, std::uint16_t id) {
    for (const PlannedThread& thread : plan.threads)
        if (thread.role == role && thread.id == id) return thread.placement;
    throw std::out_of_range("the core plan has no " + PlannedThread{role, id, {}}.name());
}

} // namespace

std::string PlannedThread::name() const {
    switch (role) {
    case ThreadRole::matcher: return "engine " + std::to_string(id) + " matcher";
    case ThreadRole::publisher: return "engine " + std::to_string(id) + " publisher";
    case ThreadRole::journal: return "engine " + std::to_string(id) + " journal";
    case ThreadRole::output_log: return "engine " + std::to_string(id) + " output log";
    case ThreadRole::gateway: break;
    }
    return "gateway " + std::to_string(id);
}

shm::AgentPlacement CorePlan::matcher(std::uint16_t engine) const {
    return find(*this, ThreadRole::matcher, engine);
}

shm::AgentPlacement CorePlan::publisher(std::uint16_t engine) const {
    return find(*this, ThreadRole::publisher, engine);
}

shm::AgentPlacement CorePlan::journal(std::uint16_t engine) const {
    return find(*this, ThreadRole::journal, engine);
}

shm::AgentPlacement CorePlan::output_log(std::uint16_t engine) const {
    return find(*this, ThreadRole::output_log, engine);
}

shm::AgentPlacement CorePlan::gateway(std::uint16_t id) const {
    return find(*this, ThreadRole::gateway, id);
}

CorePlan plan_cores(const VenueConfig& venue, const std::vector<int>& usable_cores) {
    return Planner(venue, usable_cores).plan();
}

} // namespace pinion::config
