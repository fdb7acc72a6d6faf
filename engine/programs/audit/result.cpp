#include "engine/programs/audit/result.h"

#include <unistd.h>

#include <iomanip>
#include <iostream>
#include <string>

namespace pinion::engine::audit {

void add_rate(Result& result, const Progress& progress) {
    const auto seconds = progress.seconds();
    result["seconds"] = seconds;
    result["million_per_second"] = static_cast<double>(progress.commands()) / 1e6 / seconds;
}

void print(const Result& result, bool as_json) {
    if (as_json) {
        std::cout << result << '\n';
        return;
    }
    for (const auto& [name, value] : result.items())
        std::cout << std::left << std::setw(20) << name
                  << (value.is_string() ? value.get<std::string>() : value.dump()) << '\n';
}

bool shows_progress() { return ::isatty(STDERR_FILENO) != 0; }

} // namespace pinion::engine::audit
