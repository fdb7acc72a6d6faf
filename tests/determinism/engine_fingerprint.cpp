#include "engine/event_listener.h"
#include "engine/matching_engine.h"
#include "tests/engine/support/random_commands.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

/// Prints what engines make of random commands: a hash of their states, books and events. Whatever
/// the compiler and its optimisation, the line must be the same. Two engines run side by side, so
/// that one program alone shows dependence on addresses or old memory.
///
///     engine_fingerprint [SEED]
namespace {

using namespace pinion;

constexpr int days = 100; ///< each has new engines
constexpr int commands_per_day = 2'000;

/// FNV-1a.
class Fingerprint {
  public:
    void add(const void* bytes, std::size_t count) {
        const auto* byte = static_cast<const unsigned char*>(bytes);
        for (std::size_t i = 0; i < count; ++i) value_ = (value_ ^ byte[i]) * 0x100000001b3;
    }

    [[nodiscard]] std::uint64_t value() const { return value_; }

  private:
    std::uint64_t value_ = 0xcbf29ce484222325;
};

/// An engine and a fingerprint of every byte of its events: no field may be left to chance.
class Witness : private engine::EventListener {
  public:
    explicit Witness(const engine::EngineOptions& options) : engine_(options) {}

    void apply(const shm::SequencedCommand& command) { engine_.apply(command, *this); }

    [[nodiscard]] std::uint64_t fingerprint() const {
        Fingerprint all = events_;
        const std::uint64_t hashes[] = {engine_.state_hash(), engine_.book_hash()};
        all.add(hashes, sizeof hashes);
        return all.value();
    }

  private:
    void on_report(const shm::Report& report) override { events_.add(&report, sizeof report); }

    void on_feed_event(const shm::FeedEvent& event) override { events_.add(&event, sizeof event); }

    engine::MatchingEngine engine_;
    Fingerprint events_;
};

/// Runs a day twice at once; ends the program if the two engines disagree.
std::uint64_t run_day(std::uint64_t seed) {
    engine::RandomCommands commands(seed);
    Witness one(commands.options());
    Witness other(commands.options());
    for (int i = 0; i < commands_per_day; ++i) {
        const shm::SequencedCommand command = commands.next();
        one.apply(command);
        other.apply(command);
    }
    if (one.fingerprint() != other.fingerprint()) {
        std::fprintf(stderr, "two engines disagree on seed %llu\n",
                     static_cast<unsigned long long>(seed));
        std::exit(EXIT_FAILURE); // NOLINT(concurrency-mt-unsafe): the only thread
    }
    return one.fingerprint();
}

} // namespace

int main(int argc, char** argv) {
    const std::uint64_t seed = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
    Fingerprint all;
    for (std::uint64_t day = 0; day < days; ++day) {
        const std::uint64_t fingerprint = run_day(seed + day);
        all.add(&fingerprint, sizeof fingerprint);
    }
    std::printf("%016llx\n", static_cast<unsigned long long>(all.value()));
    return EXIT_SUCCESS;
}
