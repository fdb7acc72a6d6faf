#pragma once

#include "engine/audit/audit_line.h"
#include "shm/storage/storage.h"

#include <cstdint>
#include <optional>
#include <string>

namespace pinion::engine {

/// The last line of a file that somebody may have died over.
struct LastLine {
    LinePlace place;
    bool ends_command; ///< no line of this command is missing
    std::uint64_t bytes;
};

struct FileEnd {
    std::optional<LastLine> line; ///< the last whole one; nothing: there is none
    std::string text;             ///< it, and what is behind it of the next one
};

/// Throws std::runtime_error if the file cannot be read or the line is not audit's.
[[nodiscard]] FileEnd read_end(shm::StoredFile& file);

/// How many bytes there are before the first zero, which no line has: a loss of power leaves zeros
/// in place of what was never synced. Throws std::runtime_error.
[[nodiscard]] std::uint64_t bytes_before_zero(shm::StoredFile& file);

} // namespace pinion::engine
