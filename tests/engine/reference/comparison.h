#pragma once

#include "engine/engine_options.h"
#include "shm/messages/log_record.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace pinion::engine {

using Commands = std::vector<shm::SequencedCommand>;

/// Where the engine and its twin part, or something happens that must not.
struct Difference {
    std::size_t command; ///< index
    std::string text;
};

/// Applies the commands to both, and holds both to all truths after each. Thread-safe.
std::optional<Difference> first_difference(const EngineOptions& options, const Commands& commands);

/// The shortest list of commands that could be found in which there still is a difference, and
/// that difference. `commands` has one.
std::string reproducer(const EngineOptions& options, Commands commands);

} // namespace pinion::engine
