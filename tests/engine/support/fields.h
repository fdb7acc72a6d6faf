#pragma once

#include "engine/engine_options.h"
#include "shm/messages/feed_event.h"
#include "shm/messages/log_record.h"
#include "shm/messages/report.h"

#include <string>

namespace pinion::engine {

/// Everything that a message says, for those who look for a difference: each field that is not 0
/// as `name=value`, on one line.
std::string text_of(const shm::SequencedCommand& sequenced);
std::string text_of(const shm::Report& report);
std::string text_of(const shm::FeedEvent& event);
std::string text_of(const EngineOptions& options);

} // namespace pinion::engine
