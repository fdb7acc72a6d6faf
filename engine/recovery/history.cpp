#include "engine/recovery/history.h"

namespace pinion::engine {

std::size_t History::play(std::span<const shm::LogRecord> records) {
    for (std::size_t i = 0; i < records.size(); ++i) {
        const auto& sequenced = records[i].sequenced;
        if (sequenced.sequence != point_.sequence + 1 || sequenced.time_ns <= point_.time_ns)
            return i;
        if (i + MatchingEngine::foresee_distance < records.size())
            engine_.foresee(records[i + MatchingEngine::foresee_distance].sequenced.command);
        sink_.on_command(records[i]);
        engine_.apply(sequenced, *this);
        point_.sequence = sequenced.sequence;
        point_.time_ns = sequenced.time_ns;
    }
    return records.size();
}

} // namespace pinion::engine
