#pragma once

#include "engine/admin/arguments.h"

#include <CLI/CLI.hpp>

#include <string>

namespace pinion::engine {

/// Declares what an operator can say. Parsing writes to `arguments`, which must live so long.
void declare_admin_commands(CLI::App& options, AdminArguments& arguments);

/// As the operator says it; empty for none.
[[nodiscard]] std::string subject_word(shm::ListSubject subject);

} // namespace pinion::engine
