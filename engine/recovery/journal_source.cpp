#include "engine/recovery/journal_source.h"

#include "engine/recovery/recovery_error.h"
#include "shm/record_log/payloads.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstring>
#include <limits>
#include <thread>

namespace pinion::engine {

using shm::LogRead;

shm::LogIdentity journal_identity(std::uint16_t engine, const std::string& instance) {
    return {.kind = shm::LogKind::journal, .engine = engine, .gateway = 0, .instance = instance};
}

JournalSource::JournalSource(shm::Storage& journal, std::uint16_t engine,
                             const std::string& instance)
    : storage_(journal), reader_(journal, journal_identity(engine, instance)) {
    if (reader_.seek_first() == LogRead::damaged) throw RecoveryError(reader_.problem());
}

bool JournalSource::seek(std::uint64_t sequence) {
    const auto found = reader_.seek(sequence);
    if (found == LogRead::damaged) throw RecoveryError(reader_.problem());
    return found == LogRead::ready && reader_.next_sequence() == sequence;
}

void JournalSource::go_to(std::uint64_t sequence) {
    if (!seek(sequence))
        throw RecoveryError(path() + ": the command " + std::to_string(sequence) +
                            " is not there any more");
}

bool JournalSource::read(shm::LogRecord& record) {
    shm::LogEntry entry{};
    const auto found = reader_.poll(entry);
    if (found == LogRead::end) return false;
    if (found == LogRead::damaged) throw RecoveryError(reader_.problem());
    if (found == LogRead::missing)
        throw RecoveryError("the journal's command " + std::to_string(reader_.next_sequence()) +
                            " is gone: its file was removed");
    record = shm::log_record_of(entry.payload);
    if (record.sequenced.sequence != entry.sequence)
        throw RecoveryError("the journal's record " + std::to_string(entry.sequence) +
                            " holds the command " + std::to_string(record.sequenced.sequence));
    return true;
}

bool JournalSource::is_torn() {
    const auto end = reader_.examine_end();
    if (end == shm::LogEnd::damaged) throw RecoveryError(reader_.problem());
    return end == shm::LogEnd::torn;
}

std::optional<shm::LogEnd> JournalSource::look_at_end() {
    // What looks damaged may be a batch that an engine is just writing.
    constexpr auto pause = std::chrono::milliseconds(20);
    constexpr int looks = 10;
    const auto here = next_sequence();
    for (int look = 1;; ++look) {
        const auto end = reader_.examine_end();
        if (end == shm::LogEnd::clean) return end;
        const auto why = reader_.problem();
        go_to(here);
        shm::LogEntry entry{};
        if (reader_.poll(entry) == LogRead::ready) {
            go_to(here);
            return std::nullopt;
        }
        if (end == shm::LogEnd::torn) return end;
        if (look == looks) throw RecoveryError(why);
        std::this_thread::sleep_for(pause);
    }
}

void JournalSource::require() const {
    if (!is_there()) throw RecoveryError(path() + ": there is no journal");
}

bool are_equal(const shm::LogRecord& one, const shm::LogRecord& other) {
    return std::memcmp(&one, &other, shm::payload_bytes_of(shm::LogKind::journal)) == 0;
}

std::uint64_t first_of_other_options(const std::vector<shm::LogSegmentHeader>& segments,
                                     std::uint64_t sequence, std::uint64_t fingerprint) {
    constexpr auto no_limit = std::numeric_limits<std::uint64_t>::max();
    auto result = no_limit;
    auto limit = no_limit; // the last command about which a segment has the say
    for (std::size_t behind = segments.size(); behind > 0; --behind) {
        const auto& segment = segments[behind - 1];
        const auto first = std::max(segment.first_sequence, sequence + 1);
        if (segment.options_fingerprint != fingerprint && first <= limit)
            result = std::min(result, first);
        limit = std::min(limit, segment.sequence_before);
    }
    return result;
}

} // namespace pinion::engine
