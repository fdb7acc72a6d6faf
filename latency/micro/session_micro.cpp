// What QuickFIX's session costs for each order of the slow lane.
#include "config/embedded.h"
#include "fix-gateway/session/fix_session.h"
#include "latency/load/fix_writer.h"
#include "shm/sys/clock.h"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

namespace pinion::latency {

namespace {

/// Sequence numbers and nothing else: what the store costs is not looked for.
class NumbersOnly final : public fix::SequenceStore {
  public:
    bool append(std::uint32_t sequence, const char*, std::size_t) override {
        next_sender_ = sequence + 1;
        return true;
    }

    void read(std::uint32_t, std::uint32_t, const Visitor&) const override {}

    [[nodiscard]] std::uint32_t next_sender() const override { return next_sender_; }

    [[nodiscard]] std::uint32_t next_target() const override { return next_target_; }

    bool set_next_sender(std::uint32_t sequence) override {
        next_sender_ = sequence;
        return true;
    }

    void set_next_target(std::uint32_t sequence) override { next_target_ = sequence; }

    bool reset() override {
        next_sender_ = next_target_ = 1;
        return true;
    }

  private:
    std::uint32_t next_sender_ = 1;
    std::uint32_t next_target_ = 1;
};

/// Takes every order.
class Taker final : public fix::FixSessionHandler {
  public:
    void on_send(const char*, std::size_t) override {}

    void on_disconnect() override {}

    void on_logon(bool) override {}

    void on_logout() override {}

    fix::MessageAnswer on_message(const char*, std::size_t) override {
        ++taken;
        return {fix::MessageVerdict::accepted, 0};
    }

    void on_event(const std::string&) override {}

    std::uint64_t taken = 0;
};

class Client {
  public:
    std::span<const char> logon() {
        begin("A");
        writer_.field(98, "0");
        writer_.field(108, "30");
        return writer_.finish();
    }

    std::span<const char> order() {
        begin("D");
        writer_.field(11, "0123456789abcdef0123");
        writer_.field(55, "PINE");
        writer_.field(54, "1");
        writer_.field(60, sending_time_);
        writer_.field(38, "100");
        writer_.field(40, "2");
        writer_.field(44, "10.25");
        writer_.field(59, "0");
        return writer_.finish();
    }

  private:
    void begin(std::string_view msg_type) {
        sending_time_ = clock_.format(shm::utc_now_ns());
        writer_.begin(msg_type, next_++, sending_time_);
    }

    FixWriter writer_{"CLIENT", "PINION"};
    FixClock clock_;
    std::string_view sending_time_;
    std::uint64_t next_ = 1;
};

/// The client's part is in it: about 0.2 us.
void session_takes_an_order(benchmark::State& state) {
    const fix::FixDictionary dictionary{std::string(config::embedded_fix44_xml())};
    NumbersOnly store;
    Taker taker;
    fix::FixSessionOptions options;
    options.sender_comp_id = "PINION";
    options.target_comp_id = "CLIENT";
    fix::FixSession session(options, dictionary, store, taker);
    Client client;
    session.attach();
    const auto logon = client.logon();
    session.receive(logon.data(), logon.size());
    for (auto _ : state) {
        const auto order = client.order();
        session.receive(order.data(), order.size());
        session.note_sent();
    }
    if (taker.taken != static_cast<std::uint64_t>(state.iterations()))
        state.SkipWithError("the session refused an order");
}

BENCHMARK(session_takes_an_order);

} // namespace

} // namespace pinion::latency
