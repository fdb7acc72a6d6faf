#pragma once

#include "shm/messages/control_command.h"
#include "shm/messages/feed_event.h"
#include "shm/messages/report.h"

#include <string>

namespace pinion::engine {

/// Enumerators as tests write them.
std::string name(shm::RejectReason reason);
std::string name(shm::ControlAction action);
std::string name(shm::ControlScope scope);
std::string name(shm::OrdStatus status);
std::string name(shm::ExecType type);
std::string name(shm::OrdType type);
std::string name(shm::RestatementReason reason);
std::string name(shm::Side side);
std::string name(shm::FeedEventKind kind);
std::string name(shm::TradingPhase phase);

} // namespace pinion::engine
