#pragma once

#include "shm/messages/command.h"
#include "shm/messages/feed_event.h"
#include "shm/messages/reject_reason.h"
#include "shm/messages/report.h"

#include <string_view>

namespace pinion::engine {

/// The venue's own codes as words, spelt like their enumerators; "" for what is none.
[[nodiscard]] std::string_view word_of(shm::CommandKind kind);
[[nodiscard]] std::string_view word_of(shm::ReportKind kind);
[[nodiscard]] std::string_view word_of(shm::FeedEventKind kind);
[[nodiscard]] std::string_view word_of(shm::RejectReason reason);

} // namespace pinion::engine
