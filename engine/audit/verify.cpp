#include "engine/audit/verify.h"

#include "engine/recovery/journal_source.h"
#include "engine/recovery/recovery_error.h"
#include "shm/record_log/log_reader.h"
#include "shm/record_log/payloads.h"

namespace pinion::engine {

namespace {

class Verification {
  public:
    Verification(shm::Storage& journal, std::uint16_t engine, const std::string& instance,
                 const std::function<void(std::uint64_t)>& done)
        : reader_(journal, journal_identity(engine, instance)), done_(done) {
        const auto found = reader_.seek_first();
        if (found == shm::LogRead::damaged) refuse();
        if (found != shm::LogRead::ready)
            throw RecoveryError(journal.path("") + ": there is no journal");
        result_.first_sequence = reader_.next_sequence();
        result_.chain_before = reader_.place().chain_before;
    }

    JournalCoverage run() {
        read_all();
        // What looks like a torn end may be a batch that an engine was just writing.
        for (auto end = reader_.next_sequence(); examine_end() != end;)
            end = reader_.next_sequence();
        result_.segments = reader_.segments().size();
        result_.last_sequence = reader_.next_sequence() - 1;
        result_.chain = reader_.place().chain_before;
        return result_;
    }

  private:
    /// Where the journal ends afterwards.
    std::uint64_t examine_end() {
        result_.end = reader_.examine_end();
        const auto examined = reader_.next_sequence();
        const auto why = reader_.problem();
        read_all();
        if (reader_.next_sequence() == examined && result_.end == shm::LogEnd::damaged)
            throw RecoveryError(why);
        return reader_.next_sequence();
    }

    void read_all() {
        shm::LogEntry entry{};
        auto read = reader_.poll(entry);
        for (; read == shm::LogRead::ready; read = reader_.poll(entry)) check(entry);
        if (read == shm::LogRead::damaged) refuse();
        if (read == shm::LogRead::missing)
            throw RecoveryError("the journal's command " + std::to_string(reader_.next_sequence()) +
                                " is gone: its file was removed");
    }

    void check(const shm::LogEntry& entry) {
        const auto sequenced = shm::log_record_of(entry.payload).sequenced;
        const auto name = "the journal's record " + std::to_string(entry.sequence);
        if (sequenced.sequence != entry.sequence)
            throw RecoveryError(name + " holds the command " + std::to_string(sequenced.sequence));
        if (entry.sequence == result_.first_sequence)
            result_.first_time_ns = sequenced.time_ns;
        else if (sequenced.time_ns <= result_.last_time_ns)
            throw RecoveryError(name + " is not later than the one before");
        result_.last_time_ns = sequenced.time_ns;
        done_(entry.sequence);
    }

    [[noreturn]] void refuse() const { throw RecoveryError(reader_.problem()); }

    shm::LogReader reader_;
    const std::function<void(std::uint64_t)>& done_;
    JournalCoverage result_{};
};

} // namespace

JournalCoverage verify_journal(shm::Storage& journal, std::uint16_t engine,
                               const std::string& instance,
                               const std::function<void(std::uint64_t)>& done) {
    return Verification(journal, engine, instance, done).run();
}

} // namespace pinion::engine
