#pragma once

#include "shm/sys/idle_strategy.h"

#include <atomic>
#include <cstdint>
#include <exception>
#include <string>
#include <thread>

/// A thread as a plain object (after Agrona's Agent): what it does apart from how it is pinned and
/// how it waits.
namespace pinion::shm {

class Agent {
  public:
    virtual ~Agent() = default;

    virtual void on_start() {}

    /// One turn; returns the amount of work done, 0 if there was none.
    virtual std::uint64_t do_work() = 0;

    virtual void on_close() {}
};

struct AgentPlacement {
    int core = -1; ///< -1: not pinned
    Wait wait = Wait::sleep;
};

/// Whose thread an agent's turns are taken on.
enum class Turns {
    own_thread,
    callers, ///< who started it calls `turn`
};

/// Runs an agent until stopped, on a thread of its own or in turns that its caller takes. An
/// exception from the agent ends its thread, without `on_close`, and is kept; in a caller's turn it
/// passes. Thread safety: start, turn, stop and join from one thread; `failed` from any.
class AgentRunner {
  public:
    /// `name` is the thread's. The agent must outlive the runner.
    AgentRunner(Agent& agent, std::string name, AgentPlacement placement);
    ~AgentRunner(); ///< stops and joins

    AgentRunner(const AgentRunner&) = delete;
    AgentRunner& operator=(const AgentRunner&) = delete;

    void start(Turns turns = Turns::own_thread);
    void turn();         ///< of an agent that was started with Turns::callers
    void request_stop(); ///< the agent's `on_close` runs after the current turn, or in `join`
    void join();         ///< rethrows what the agent threw

    [[nodiscard]] bool failed() const { return failed_.load(std::memory_order_acquire); }

  private:
    void run_and_keep_error();
    void run();

    Agent& agent_;
    std::string name_;
    AgentPlacement placement_;
    bool has_callers_turns_ = false; ///< and is not closed yet
    std::atomic<bool> stop_requested_{false};
    std::atomic<bool> failed_{false};
    std::exception_ptr error_;
    std::thread thread_;
};

} // namespace pinion::shm
