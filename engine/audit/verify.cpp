#include "engine/audit/verify.h"

#include "engine/recovery/journal_source.h"
#include "engine/recovery/recovery_error.h"
#include "shm/messages/log_record.h"

#include <limits>
#include <optional>

namespace pinion::engine {

namespace {

/// The time of each record is later than that of the one before.
class Times {
  public:
    void check(const shm::SequencedCommand& command) {
        if (!first_ns) first_ns = command.time_ns;
        if (command.time_ns <= last_ns)
            throw RecoveryError("the journal's record " + std::to_string(command.sequence) +
                                " is not later than the one before");
        last_ns = command.time_ns;
    }

    std::optional<std::int64_t> first_ns;
    std::int64_t last_ns = std::numeric_limits<std::int64_t>::min();
};

} // namespace

JournalCoverage verify_journal(shm::Storage& journal, std::uint16_t engine,
                               const std::string& instance,
                               const std::function<void(std::uint64_t)>& done) {
    JournalSource source(journal, engine, instance);
    source.require();
    JournalCoverage result{};
    result.first_sequence = source.next_sequence();
    result.chain_before = source.chain();
    Times times;
    std::optional<shm::LogEnd> end;
    while (!end) {
        for (shm::LogRecord record; source.read(record); done(record.sequenced.sequence))
            times.check(record.sequenced);
        end = source.look_at_end();
    }
    result.segments = source.segments().size();
    result.last_sequence = source.next_sequence() - 1;
    if (times.first_ns) {
        result.first_time_ns = *times.first_ns;
        result.last_time_ns = times.last_ns;
    }
    result.chain = source.chain();
    result.end = *end;
    return result;
}

} // namespace pinion::engine
