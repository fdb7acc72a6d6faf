#include "engine/follower/old_segments.h"

#include <cstddef>

namespace pinion::engine {

std::uint64_t remove_old_segments(shm::Storage& log,
                                  const std::vector<shm::LogSegmentHeader>& segments,
                                  std::uint64_t sequence) {
    std::size_t count = 0;
    while (count + 1 < segments.size() && segments[count + 1].sequence_before <= sequence) {
        const auto name = shm::segment_file_name(segments[count].number);
        if (log.remove(name)) break;
        ++count;
    }
    if (count != 0) static_cast<void>(log.sync()); // or they are removed again
    return count;
}

} // namespace pinion::engine
