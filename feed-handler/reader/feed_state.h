#pragma once

#include <string_view>

namespace pinion::feed {

enum class FeedState {
    waiting, ///< there was no feed yet
    joining, ///< found, but its order image could not be taken yet
    live,
    stale, ///< the publisher lives but has not said so for a second
    down,  ///< the publisher is gone; the books are as it left them
};

[[nodiscard]] constexpr std::string_view word_for(FeedState state) {
    switch (state) {
    case FeedState::waiting: return "waiting for feed";
    case FeedState::joining: return "joining";
    case FeedState::live: return "live";
    case FeedState::stale: return "stale";
    case FeedState::down: return "down";
    }
    return "unknown";
}

} // namespace pinion::feed
