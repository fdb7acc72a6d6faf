#pragma once

#include "engine/audit/progress.h"

#include <nlohmann/json.hpp>

/// What a command tells in the end, and how far it is till then.
namespace pinion::engine::audit {

using Result = nlohmann::ordered_json;

/// How long it took, and how many commands that is a second.
void add_rate(Result& result, const Progress& progress);

/// To standard output: an object for a program, or lines for a person.
void print(const Result& result, bool as_json);

/// Whether somebody sees it on standard error.
[[nodiscard]] bool shows_progress();

} // namespace pinion::engine::audit
