#include "tests/engine/reference/comparison.h"

#include "engine/matching_engine.h"
#include "tests/engine/reference/reference_venue.h"
#include "tests/engine/support/fields.h"
#include "tests/engine/support/truths.h"

#include <algorithm>
#include <cstring>

namespace pinion::engine {

namespace {

class Recorder : public EventListener {
  public:
    void on_report(const shm::Report& report) override {
        events.reports.push_back(report);
        truths.on_report(report);
    }

    void on_feed_event(const shm::FeedEvent& event) override {
        events.feed.push_back(event);
        truths.on_feed_event(event);
    }

    Events events;
    Truths truths;
};

template <typename T>
bool same(const T& left, const T& right) {
    static_assert(std::has_unique_object_representations_v<T>);
    return std::memcmp(&left, &right, sizeof(T)) == 0;
}

/// Nothing, or the first message in which the lists differ, from both.
template <typename T>
std::string difference(const std::vector<T>& engine, const std::vector<T>& twin) {
    for (std::size_t i = 0; i < std::max(engine.size(), twin.size()); ++i) {
        if (i < engine.size() && i < twin.size() && same(engine[i], twin[i])) continue;
        return "engine: " + (i < engine.size() ? text_of(engine[i]) : "nothing more") +
               "\ntwin:   " + (i < twin.size() ? text_of(twin[i]) : "nothing more") + "\n";
    }
    return {};
}

std::string difference(const char* what, std::int64_t engine, std::int64_t twin) {
    if (engine == twin) return {};
    return std::string(what) + ": engine " + std::to_string(engine) + ", twin " +
           std::to_string(twin) + "\n";
}

/// An engine and its twin.
class Pair {
  public:
    explicit Pair(const EngineOptions& options)
        : options_(options), engine_(options), twin_(options) {}

    /// What is wrong after the command: nothing, one hopes.
    std::string apply(const shm::SequencedCommand& command) {
        recorder_.events = {};
        engine_.apply(command, recorder_);
        recorder_.truths.command_ended();
        const auto expected = twin_.apply(command);
        auto text =
            difference(recorder_.events.reports, expected.reports) +
            difference(recorder_.events.feed, expected.feed) +
            difference("next deadline", engine_.next_deadline_ns(), twin_.next_deadline_ns()) +
            difference("next day roll", engine_.next_day_roll_ns(), twin_.next_day_roll_ns());
        text += different_balances();
        if (const auto hash = engine_.book_hash();
            hash != twin_.book_hash() || hash != recorder_.truths.book_hash())
            text += "the books of the engine, its twin and the feed are not one\n";
        if (const auto broken = recorder_.truths.broken(); !broken.empty())
            text += "it does not hold that " + broken + "\n";
        if (const auto* const broken = engine_.broken(); broken != nullptr)
            text += std::string("in the engine it does not hold that ") + broken + "\n";
        if (const auto broken = twin_.broken(); !broken.empty())
            text += "in the twin " + broken + "\n";
        return text;
    }

  private:
    [[nodiscard]] std::string different_balances() const {
        std::string text;
        for (std::uint16_t account = 0; account < options_.accounts.size(); ++account)
            for (std::uint16_t asset = 0; asset < options_.risk.assets.size(); ++asset) {
                const std::string name(options_.accounts[account].view());
                if (engine_.balance(account, asset) != twin_.balance(name, asset))
                    text += "the balances of " + name + " differ\n";
                if (engine_.reserved(account, asset) != reserved_in_twin(account, asset))
                    text += "what is reserved of " + name + " differs\n";
            }
        return text;
    }

    [[nodiscard]] shm::Int128 reserved_in_twin(std::uint16_t account, std::uint16_t asset) const {
        const auto& risk = options_.risk.accounts;
        if (account >= risk.size() || !risk[account].is_on) return 0;
        return twin_.reserved(std::string(options_.accounts[account].view()), asset);
    }

    EngineOptions options_;
    MatchingEngine engine_;
    ReferenceVenue twin_;
    Recorder recorder_;
};

/// Leaves out what is not needed to see a difference.
Commands shrink(const EngineOptions& options, Commands commands) {
    commands.resize(first_difference(options, commands)->command + 1);
    for (auto chunk = commands.size() / 2; chunk != 0; chunk /= 2)
        for (std::size_t from = 0; from + chunk < commands.size();) {
            auto fewer = commands;
            const auto begin = fewer.begin() + static_cast<std::ptrdiff_t>(from);
            fewer.erase(begin, begin + static_cast<std::ptrdiff_t>(chunk));
            if (const auto found = first_difference(options, fewer)) {
                commands = fewer;
                commands.resize(found->command + 1);
            } else {
                from += chunk;
            }
        }
    return commands;
}

} // namespace

std::optional<Difference> first_difference(const EngineOptions& options, const Commands& commands) {
    Pair pair(options);
    for (std::size_t i = 0; i < commands.size(); ++i)
        if (auto text = pair.apply(commands[i]); !text.empty()) return Difference{i, text};
    return std::nullopt;
}

std::string reproducer(const EngineOptions& options, Commands commands) {
    const auto few = shrink(options, std::move(commands));
    std::string result = text_of(options) + "\n";
    for (const auto& command : few) result += text_of(command) + "\n";
    return result + first_difference(options, few)->text;
}

} // namespace pinion::engine
