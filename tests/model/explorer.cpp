#include "tests/model/explorer.h"

#include "tests/model/steps.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <unordered_set>
#include <utility>
#include <vector>

namespace pinion::model {

namespace {

/// Two different states that share 64 bits would hide one of them: one chance in 10^7 at a million
/// states.
std::uint64_t fingerprint(const State& state) {
    const auto bytes = std::bit_cast<std::array<unsigned char, sizeof(State)>>(state);
    std::uint64_t hash = 0x9e3779b97f4a7c15;
    for (std::size_t at = 0; at < bytes.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, &bytes[at], std::min(sizeof(word), bytes.size() - at));
        hash = (hash ^ word) * 0xbf58476d1ce4e5b9;
        hash ^= hash >> 29;
    }
    return hash ^ (hash >> 32);
}

Steps steps_from(const State& state, const Rules& rules) {
    Steps steps;
    client_steps(state, rules, steps);
    gateway_steps(state, rules, steps);
    engine_steps(state, rules, steps);
    disk_steps(state, rules, steps);
    fault_steps(state, rules, steps);
    return steps;
}

bool is_settled(const Steps& steps) {
    return std::none_of(steps.begin(), steps.end(),
                        [](const Step& step) { return step.kind == StepKind::protocol; });
}

/// How a state was reached; the states themselves are kept only until they were visited.
struct Origin {
    std::uint32_t parent;
    std::uint32_t step;
};

class Explorer {
  public:
    Explorer(const State& first, const Rules& rules) : first_(first), rules_(rules) {
        seen_.insert(fingerprint(first));
        origins_.push_back({0, 0});
        level_.push_back(first);
    }

    Finding run() {
        while (!level_.empty() && finding_.broken == Broken::nothing) {
            visit_level();
            level_ = std::exchange(next_level_, {});
            if (!level_.empty()) ++finding_.depth;
        }
        finding_.states = origins_.size();
        return finding_;
    }

  private:
    void visit_level() {
        const std::size_t level_begin = origins_.size() - level_.size();
        for (std::size_t i = 0; i < level_.size() && finding_.broken == Broken::nothing; ++i)
            visit(level_[i], static_cast<std::uint32_t>(level_begin + i));
    }

    void visit(const State& state, std::uint32_t index) {
        const Steps steps = steps_from(state, rules_);
        const Broken broken = state.broken != Broken::nothing ? state.broken
                              : is_settled(steps)             ? settled_wrongly(state, rules_)
                                                              : Broken::nothing;
        if (broken != Broken::nothing) return report(broken, index);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            if (!seen_.insert(fingerprint(steps[i].after)).second) continue;
            origins_.push_back({index, static_cast<std::uint32_t>(i)});
            next_level_.push_back(steps[i].after);
        }
    }

    /// Walks the way again: steps have the same order each time.
    void report(Broken broken, std::uint32_t index) {
        std::vector<std::uint32_t> way;
        for (; index != 0; index = origins_[index].parent) way.push_back(origins_[index].step);
        std::reverse(way.begin(), way.end());
        finding_.broken = broken;
        finding_.depth = way.size();
        State state = first_;
        for (std::size_t i = 0; i < way.size(); ++i) {
            const Step step = steps_from(state, rules_)[way[i]];
            state = step.after;
            finding_.trace += std::to_string(i + 1) + ". [" + std::to_string(step.session + 1) +
                              "] " + step.text + "\n";
        }
        finding_.trace += std::string("=> ") + to_text(broken) + "\n";
    }

    State first_;
    Rules rules_;
    Finding finding_;
    std::unordered_set<std::uint64_t> seen_;
    std::vector<Origin> origins_; ///< in the order of discovery
    std::vector<State> level_;
    std::vector<State> next_level_;
};

} // namespace

const char* to_text(Broken broken) {
    switch (broken) {
    case Broken::nothing: return "nothing is broken";
    case Broken::applied_twice: return "an order was applied twice";
    case Broken::acknowledged_lost: return "the engine lost what it had acknowledged";
    case Broken::seen_undone: return "what readers had seen was undone";
    case Broken::exec_id_repeated: return "an ExecID came again with other content";
    case Broken::told_of_undone: return "a client is told of what the history has not";
    case Broken::told_twice: return "a report came again as if it were new";
    case Broken::number_reused: return "a MsgSeqNum was used again with other content";
    case Broken::needs_manual_reset: return "the numbers do not fit: only a manual reset helps";
    case Broken::refused_and_done: return "an order was refused and executed";
    case Broken::order_unanswered:
        return "nobody has anything left to do, and an order has no answer";
    }
    return "";
}

Finding explore(const State& first, const Rules& rules) { return Explorer(first, rules).run(); }

} // namespace pinion::model
