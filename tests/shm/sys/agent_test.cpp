// An agent's life on its thread.
#include "shm/sys/affinity.h"
#include "shm/sys/agent.h"

#include <gtest/gtest.h>

#include <pthread.h>

#include <stdexcept>
#include <vector>

namespace pinion::shm {

namespace {

/// Notes what happens to it; throws where told to.
struct ProbeAgent : Agent {
    enum class Throw { never, on_start, in_work };

    explicit ProbeAgent(Throw where = Throw::never) : where_(where) {}

    void on_start() override {
        started = true;
        cores = usable_cores();
        char buffer[16];
        ::pthread_getname_np(::pthread_self(), buffer, sizeof(buffer));
        thread_name = buffer;
        if (where_ == Throw::on_start) throw std::runtime_error("cannot start");
    }

    std::uint64_t do_work() override {
        turns.fetch_add(1);
        if (where_ == Throw::in_work) throw std::runtime_error("cannot work");
        return 0;
    }

    void on_close() override { closed = true; }

    void wait_for_turns(int count) const {
        while (turns.load() < count) std::this_thread::yield();
    }

    bool started = false;
    bool closed = false;
    std::vector<int> cores;
    std::string thread_name;
    std::atomic<int> turns{0};

  private:
    Throw where_;
};

} // namespace

TEST(AgentRunner, starts_works_and_closes_an_agent) {
    for (Wait wait : {Wait::spin, Wait::yield, Wait::sleep}) {
        ProbeAgent agent;
        AgentRunner runner(agent, "probe", {-1, wait});
        runner.start();
        agent.wait_for_turns(300); // past the spins and the yields
        EXPECT_FALSE(runner.failed());
        runner.request_stop();
        runner.join();
        EXPECT_TRUE(agent.started);
        EXPECT_TRUE(agent.closed);
    }
}

TEST(AgentRunner, names_and_pins_its_thread) {
    const int core = usable_cores().back();
    ProbeAgent agent;
    AgentRunner runner(agent, "a-name-that-is-too-long", {core, Wait::sleep});
    runner.start();
    agent.wait_for_turns(1);
    runner.request_stop();
    runner.join();
    EXPECT_EQ(agent.cores, std::vector<int>{core});
    EXPECT_EQ(agent.thread_name, "a-name-that-is-");
}

TEST(AgentRunner, keeps_an_exception_of_the_agent_until_it_is_joined) {
    for (auto where : {ProbeAgent::Throw::on_start, ProbeAgent::Throw::in_work}) {
        ProbeAgent agent(where);
        AgentRunner runner(agent, "probe", {});
        runner.start();
        while (!runner.failed()) std::this_thread::yield();
        EXPECT_THROW(runner.join(), std::runtime_error);
        EXPECT_FALSE(agent.closed);
        EXPECT_NO_THROW(runner.join()) << "told once";
    }
}

TEST(AgentRunner, a_core_that_is_not_there_fails_the_agent_before_it_starts) {
    ProbeAgent agent;
    AgentRunner runner(agent, "probe", {8000, Wait::sleep});
    runner.start();
    EXPECT_THROW(runner.join(), std::system_error);
    EXPECT_FALSE(agent.started);
}

TEST(AgentRunner, stops_its_agent_when_it_goes) {
    ProbeAgent agent;
    {
        AgentRunner runner(agent, "probe", {});
        runner.start();
        agent.wait_for_turns(1);
    }
    EXPECT_TRUE(agent.closed);
}

} // namespace pinion::shm
