#include "engine/journal/segment_supply.h"

namespace pinion::engine {

void SegmentSupply::request(std::uint64_t number) {
    number_ = number;
    status_.store(Status::making, std::memory_order_release);
}

std::uint64_t SegmentSupply::make_ahead() {
    if (status() != Status::making) return 0;
    error_ = maker_.make_blank(number_);
    status_.store(error_ ? Status::failed : Status::ready, std::memory_order_release);
    return 1;
}

} // namespace pinion::engine
