#include "engine/audit/difference.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <type_traits>
#include <variant>
#include <vector>

namespace pinion::engine {

namespace {

using Event = std::variant<shm::Report, shm::FeedEvent>;

/// A history, and the command that was told last.
class Side final : public HistorySink {
  public:
    explicit Side(const HistorySources& sources)
        : options_(sources.options), telling_(sources, 1, *this) {}

    [[nodiscard]] bool next() {
        is_there_ = telling_.next() || (!telling_.is_at_end() && telling_.next());
        return is_there_;
    }

    [[nodiscard]] std::uint64_t sequence() const { return telling_.sequence(); }

    [[nodiscard]] std::string command() const {
        return is_there_ ? audit_line(options_, {sequence(), 0}, command_) : "";
    }

    /// Index 0 is the command.
    [[nodiscard]] std::string line(std::size_t index) const {
        if (index == 0 || !is_there_) return command();
        if (index > events_.size()) return "";
        return std::visit(
            [&](const auto& event) {
                return audit_line(options_, {sequence(), index}, event);
            },
            events_[index - 1]);
    }

    [[nodiscard]] static bool have_equal_commands(const Side& one, const Side& other) {
        if (!one.is_there_ || !other.is_there_) return one.is_there_ == other.is_there_;
        return are_equal(one.command_.sequenced, other.command_.sequenced);
    }

    /// The first event that differs; nothing if none does.
    [[nodiscard]] static std::optional<std::size_t> first_difference(const Side& one,
                                                                     const Side& other) {
        const auto [left, right] = std::mismatch(
            one.events_.begin(), one.events_.end(), other.events_.begin(), other.events_.end(),
            [](const Event& a, const Event& b) {
                return a.index() == b.index() && std::visit(
                                                     [&](const auto& event) {
                                                         using Kind = std::decay_t<decltype(event)>;
                                                         return are_equal(event, std::get<Kind>(b));
                                                     },
                                                     a);
            });
        if (left == one.events_.end() && right == other.events_.end()) return std::nullopt;
        return static_cast<std::size_t>(left - one.events_.begin());
    }

  private:
    template <class Message>
    [[nodiscard]] static bool are_equal(const Message& one, const Message& other) {
        return std::memcmp(&one, &other, sizeof(Message)) == 0;
    }

    void on_command(const shm::LogRecord& record) override {
        command_ = record;
        events_.clear();
    }

    void on_report(const shm::Report& report) override { events_.emplace_back(report); }

    void on_feed_event(const shm::FeedEvent& event) override { events_.emplace_back(event); }

    const EngineOptions& options_;
    bool is_there_ = false;
    shm::LogRecord command_{};
    std::vector<Event> events_;
    Telling telling_;
};

/// Goes on until it has told `sequence`, or its end.
void catch_up(Side& side, std::uint64_t sequence) {
    while (side.sequence() < sequence && side.next()) {
    }
}

Difference difference(const Side& one, const Side& other, std::uint64_t sequence,
                      std::size_t index) {
    return {
        {sequence, index}, {one.command(), other.command()}, {one.line(index), other.line(index)}};
}

} // namespace

Comparison compare_histories(const HistorySources& one, const HistorySources& other,
                             const std::function<void(std::uint64_t sequence)>& done) {
    Side left(one);
    Side right(other);
    const auto before = std::max(left.sequence(), right.sequence());
    catch_up(left, before);
    catch_up(right, before);
    Comparison result{before + 1, before, {}};
    while (true) {
        const bool both = static_cast<int>(left.next()) + static_cast<int>(right.next()) == 2;
        const auto sequence = result.last_sequence + 1;
        if (!Side::have_equal_commands(left, right)) {
            result.difference = difference(left, right, sequence, 0);
            return result;
        }
        if (!both) return result;
        if (const auto event = Side::first_difference(left, right)) {
            result.difference = difference(left, right, sequence, *event + 1);
            return result;
        }
        result.last_sequence = sequence;
        done(sequence);
    }
}

} // namespace pinion::engine
