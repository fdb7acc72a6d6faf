#pragma once

#include "shm/segment.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace pinion::shm {

/// What a program needs a segment to be.
struct SegmentExpectation {
    SegmentKind kind;
    std::uint64_t layout_hash;     ///< 0: any
    std::size_t payload_bytes = 0; ///< 0: any
};

/// Checks the header at the front of `memory`, which is all of the segment's file. Throws
/// SegmentError: what was found, what was expected, what to do. Any bytes are safe.
void require_segment(const std::string& name, std::span<const std::byte> memory,
                     const SegmentExpectation& expected);

} // namespace pinion::shm
