#include "shm/sys/agent.h"

#include "shm/sys/affinity.h"

#include <utility>

namespace pinion::shm {

AgentRunner::AgentRunner(Agent& agent, std::string name, AgentPlacement placement)
    : agent_(agent), name_(std::move(name)), placement_(placement) {}

AgentRunner::~AgentRunner() {
    request_stop();
    if (thread_.joinable()) thread_.join();
}

void AgentRunner::start(Turns turns) {
    if (turns == Turns::own_thread) {
        thread_ = std::thread([this] { run_and_keep_error(); });
        return;
    }
    agent_.on_start();
    has_callers_turns_ = true;
}

void AgentRunner::turn() { agent_.do_work(); }

void AgentRunner::request_stop() { stop_requested_.store(true, std::memory_order_relaxed); }

void AgentRunner::join() {
    if (thread_.joinable()) thread_.join();
    if (std::exchange(has_callers_turns_, false)) agent_.on_close();
    if (error_) std::rethrow_exception(std::exchange(error_, nullptr));
}

void AgentRunner::run_and_keep_error() {
    try {
        run();
    } catch (...) {
        error_ = std::current_exception();
        failed_.store(true, std::memory_order_release);
    }
}

void AgentRunner::run() {
    name_current_thread(name_);
    if (placement_.core >= 0) pin_current_thread(placement_.core);
    agent_.on_start();
    IdleStrategy idle(placement_.wait);
    while (!stop_requested_.load(std::memory_order_relaxed)) idle.idle(agent_.do_work());
    agent_.on_close();
}

} // namespace pinion::shm
