#include "engine/matching_engine.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <random>
#include <string>

/// Prints what an engine makes of a long random stream of commands: hashes of its state, its book
/// and all its events. Whatever the compiler and its optimisation, the line must be the same. Two
/// engines run side by side, so that one program alone shows dependence on addresses or old memory.
///
///     engine_fingerprint [SEED]
namespace {

using namespace pinion;

constexpr int commands_count = 200'000;
constexpr std::uint16_t sessions_count = 4;
constexpr std::uint32_t instruments_count = 3;

/// FNV-1a over the bytes of every event: no field of a message is left to chance.
class HashingSink : public engine::EventSink {
  public:
    void on_report(const shm::Report& report) override { add(&report, sizeof report); }

    void on_feed_event(const shm::FeedEvent& event) override { add(&event, sizeof event); }

    [[nodiscard]] std::uint64_t hash() const { return hash_; }

  private:
    void add(const void* bytes, std::size_t count) {
        const auto* byte = static_cast<const unsigned char*>(bytes);
        for (std::size_t i = 0; i < count; ++i) hash_ = (hash_ ^ byte[i]) * 0x100000001b3;
    }

    std::uint64_t hash_ = 0xcbf29ce484222325;
};

engine::EngineOptions options() {
    engine::EngineOptions result;
    for (std::uint32_t i = 0; i < instruments_count; ++i) {
        shm::InstrumentRecord instrument{};
        instrument.symbol = *shm::Symbol::from("SYMBOL" + std::to_string(i));
        instrument.tick_units = 1;
        instrument.lot_units = 1;
        instrument.price_min_ticks = 1;
        instrument.price_max_ticks = 100'000;
        instrument.quantity_max_lots = 1'000;
        result.instruments.push_back(instrument);
    }
    result.accounts = {*shm::AccountName::from("HOUSE")};
    result.orders_max = 1 << 12; // small enough for the limits to be met
    result.levels_max = 1 << 10;
    result.cl_ord_ids_per_day_max = 1 << 17;
    result.sessions_max = sessions_count;
    result.gateways_max = 1;
    return result;
}

/// Commands of every kind that a client can send, most of them sound. Plain remainders instead of
/// std:: distributions, whose results are the library's business.
class CommandStream {
  public:
    explicit CommandStream(std::uint64_t seed) : random_(seed) {}

    shm::SequencedCommand next() {
        shm::Command command{};
        command.engine_epoch = 1;
        command.session_epoch = 1;
        command.session = static_cast<std::uint16_t>(below(sessions_count));
        command.msg_seq_num = ++msg_seq_nums_[command.session];
        command.instrument = static_cast<std::uint32_t>(below(instruments_count));
        command.account = *shm::AccountName::from(below(100) == 0 ? "NOBODY" : "HOUSE");
        command.side = below(2) == 0 ? shm::Side::buy : shm::Side::sell;
        command.price_ticks = static_cast<std::int64_t>(1'000 + below(200));
        command.quantity_lots = below(50);
        choose_kind(command);
        name(command);
        ++sequence_;
        return {sequence_, static_cast<std::int64_t>(sequence_ * 1'000), command};
    }

  private:
    std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

    void choose_kind(shm::Command& command) {
        static constexpr shm::CommandKind kinds[] = {
            shm::CommandKind::new_order, shm::CommandKind::new_order, shm::CommandKind::new_order,
            shm::CommandKind::cancel,    shm::CommandKind::replace,   shm::CommandKind::status};
        static constexpr shm::TimeInForce times[] = {
            shm::TimeInForce::day, shm::TimeInForce::good_till_cancel,
            shm::TimeInForce::immediate_or_cancel, shm::TimeInForce::fill_or_kill};
        command.kind = kinds[below(std::size(kinds))];
        command.time_in_force = times[below(std::size(times))];
        command.ord_type = below(10) == 0 ? shm::OrdType::market : shm::OrdType::limit;
        if (command.ord_type == shm::OrdType::market) command.price_ticks = 0;
    }

    /// Cancels, replaces and questions name one of the session's last orders.
    void name(shm::Command& command) {
        const std::uint32_t last = ids_[command.session];
        const auto old =
            static_cast<std::uint32_t>(last - std::min<std::uint64_t>(below(64), last));
        if (command.kind == shm::CommandKind::status)
            set_id(command.cl_ord_id, command.cl_ord_id_hash, command.session, old);
        else
            set_id(command.cl_ord_id, command.cl_ord_id_hash, command.session,
                   ++ids_[command.session]);
        if (command.kind != shm::CommandKind::new_order)
            set_id(command.reference_id, command.reference_id_hash, command.session, old);
    }

    static void set_id(shm::ClOrdId& id, std::uint64_t& hash, std::uint16_t session,
                       std::uint32_t number) {
        id = *shm::ClOrdId::from(std::to_string(session) + "-" + std::to_string(number));
        hash = (std::uint64_t{session} << 32 | number) * 0x9e3779b97f4a7c15;
    }

    std::mt19937_64 random_;
    std::uint64_t sequence_ = 0;
    std::uint32_t msg_seq_nums_[sessions_count] = {};
    std::uint32_t ids_[sessions_count] = {};
};

struct Twin {
    engine::MatchingEngine engine{options()};
    HashingSink events;
};

} // namespace

int main(int argc, char** argv) {
    const std::uint64_t seed = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1;
    CommandStream stream(seed);
    Twin one;
    Twin other;
    for (int i = 0; i < commands_count; ++i) {
        const shm::SequencedCommand command = stream.next();
        one.engine.apply(command, one.events);
        other.engine.apply(command, other.events);
    }
    std::printf("state %016llx book %016llx events %016llx\n",
                static_cast<unsigned long long>(one.engine.state_hash()),
                static_cast<unsigned long long>(one.engine.book_hash()),
                static_cast<unsigned long long>(one.events.hash()));
    const bool is_equal = one.engine.state_hash() == other.engine.state_hash() &&
                          one.engine.book_hash() == other.engine.book_hash() &&
                          one.events.hash() == other.events.hash();
    if (!is_equal)
        std::fprintf(stderr, "two engines disagree on seed %llu\n",
                     static_cast<unsigned long long>(seed));
    return is_equal ? EXIT_SUCCESS : EXIT_FAILURE;
}
