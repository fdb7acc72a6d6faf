#pragma once

#include "shm/messages/command.h"
#include "shm/messages/control_command.h"
#include "shm/messages/control_list.h"
#include "shm/messages/feed_event.h"
#include "shm/messages/reject_reason.h"
#include "shm/messages/report.h"

#include <string_view>

namespace pinion::engine {

/// The venue's own codes as words, spelt like their enumerators; "" for what is none.
[[nodiscard]] std::string_view word_of(shm::CommandKind kind);
[[nodiscard]] std::string_view word_of(shm::ReportKind kind);
[[nodiscard]] std::string_view word_of(shm::FeedEventKind kind);
[[nodiscard]] std::string_view word_of(shm::TradingPhase phase);
[[nodiscard]] std::string_view word_of(shm::RejectReason reason);
[[nodiscard]] std::string_view word_of(shm::ControlAction action);
[[nodiscard]] std::string_view word_of(shm::ControlScope scope);
[[nodiscard]] std::string_view word_of(shm::ListSubject subject);
[[nodiscard]] std::string_view word_of(shm::WaitingPlace place);

} // namespace pinion::engine
