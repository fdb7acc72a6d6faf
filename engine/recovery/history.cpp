#include "engine/recovery/history.h"

#include "engine/recovery/recovery_error.h"

namespace pinion::engine {

void History::play(std::span<const shm::LogRecord> records, const std::string& source) {
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto& sequenced = records[i].sequenced;
        if (sequenced.sequence != point_.sequence + 1 || sequenced.time_ns <= point_.time_ns)
            throw RecoveryError(source + ": the command " + std::to_string(sequenced.sequence) +
                                " does not follow " + std::to_string(point_.sequence));
        if (i + MatchingEngine::foresee_distance < records.size())
            engine_.foresee(records[i + MatchingEngine::foresee_distance].sequenced.command);
        sink_.on_command(records[i]);
        engine_.apply(sequenced, *this);
        point_.sequence = sequenced.sequence;
        point_.time_ns = sequenced.time_ns;
    }
}

} // namespace pinion::engine
