#include "engine/host/gateway_watch.h"

namespace pinion::engine {

GatewayWatch::Event GatewayWatch::poll() {
    switch (state_) {
    case State::absent:
        if (!link_.is_locked(shm::SegmentRole::producer))
            return gateway_process_.load(std::memory_order_acquire) == 0 ? Event::none
                                                                         : look_whether_lost();
        state_ = State::attached;
        return Event::attached;
    case State::attached: return look_whether_lost();
    case State::settling:
        if (gateway_lost_.load(std::memory_order_acquire)) return Event::none;
        link_.unlock(shm::SegmentRole::producer);
        state_ = State::absent;
        return Event::none;
    }
    return Event::none;
}

GatewayWatch::Event GatewayWatch::look_whether_lost() {
    if (!link_.try_lock(shm::SegmentRole::producer)) return Event::none;
    state_ = State::settling;
    gateway_lost_.store(true, std::memory_order_release);
    return Event::lost;
}

} // namespace pinion::engine
