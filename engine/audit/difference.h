#pragma once

#include "engine/audit/audit_line.h"
#include "engine/audit/telling.h"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace pinion::engine {

/// Where two histories are no longer the same.
struct Difference {
    LinePlace place;
    /// The command in whose events they differ, and the first line that differs, as either history
    /// has it; "": it has no more.
    std::array<std::string, 2> commands;
    std::array<std::string, 2> lines;
};

struct Comparison {
    std::uint64_t first_sequence; ///< of the commands that both have
    std::uint64_t last_sequence;  ///< the last that was equal; below the first one: none was
    std::optional<Difference> difference;
};

/// Compares the commands and all their events of two histories, from the first command on that both
/// can tell, and to the first difference or to the end of one. From whose ring a command came is
/// not compared. If one goes on behind the other's end, that is a difference. `done` is called
/// behind each command. Throws RecoveryError.
[[nodiscard]] Comparison compare_histories(const HistorySources& one, const HistorySources& other,
                                           const std::function<void(std::uint64_t sequence)>& done);

} // namespace pinion::engine
