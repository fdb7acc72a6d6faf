#pragma once

#include "engine/engine_options.h"
#include "engine/recovery/history_sink.h"
#include "shm/storage/storage.h"

#include <functional>
#include <string>

namespace pinion::engine {

/// Tells all of an engine's history that its journal and snapshots still have: from the first
/// command, or else from the oldest snapshot behind which the journal goes on. At the journal's end
/// asks `wait`, and goes on reading as long as that says so. Throws RecoveryError if there is no
/// such beginning, the journal is damaged, or was made with other options.
void tell_history(const EngineOptions& options, const std::string& instance, shm::Storage& journal,
                  shm::Storage& snapshots, HistorySink& sink, const std::function<bool()>& wait);

} // namespace pinion::engine
