#pragma once

#include "engine/audit/audit_line.h"
#include "engine/recovery/history_sink.h"

#include <functional>
#include <string>
#include <utility>

namespace pinion::engine {

/// Where lines go, each with its place.
using WriteLine = std::function<void(LinePlace place, const std::string& line)>;

/// Makes lines of a history, from a place on. The last line of a command says that it is.
/// Thread safety: none.
class AuditSink final : public HistorySink {
  public:
    /// The options outlive the sink.
    AuditSink(const EngineOptions& options, LinePlace from, WriteLine write)
        : options_(options), from_(from), write_(std::move(write)) {}

    void on_command(const shm::LogRecord& record) override {
        next_ = {record.sequenced.sequence, 0};
        tell(record);
    }

    void on_report(const shm::Report& report) override { tell(report); }

    void on_feed_event(const shm::FeedEvent& event) override { tell(event); }

    /// The command has no more events.
    void end_command() {
        if (line_.empty()) return;
        line_.pop_back(); // its brace
        line_.append(line_end_of_command);
        write_line();
    }

  private:
    template <class Message>
    void tell(const Message& message) {
        if (!line_.empty()) write_line();
        if (next_ >= from_) {
            place_ = next_;
            line_ = audit_line(options_, place_, message);
        }
        ++next_.index;
    }

    void write_line() {
        write_(place_, line_);
        line_.clear();
    }

    const EngineOptions& options_;
    LinePlace from_;
    WriteLine write_;
    LinePlace next_{};
    LinePlace place_{}; ///< of the line
    std::string line_;  ///< held back until it is known whether it is the command's last
};

} // namespace pinion::engine
