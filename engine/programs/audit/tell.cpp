#include "engine/programs/audit/tell.h"

#include <chrono>
#include <cstdint>

namespace pinion::engine::audit {

bool tell(Telling& telling, Progress& progress, bool follow, const shm::StopSignals& signals,
          const BetweenCommands& between) {
    constexpr std::uint64_t commands_between_looks = 1024;
    do {
        while (telling.next()) {
            if (between.end_command) between.end_command();
            progress.count(telling.sequence());
            if (progress.commands() % commands_between_looks == 0 &&
                signals.came_within(std::chrono::milliseconds(0)))
                return false;
        }
        if (between.at_end) between.at_end();
    } while (follow ? !signals.came_within(std::chrono::milliseconds(50)) : !telling.is_at_end());
    return true;
}

} // namespace pinion::engine::audit
