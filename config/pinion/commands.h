#pragma once

#include <filesystem>
#include <string>
#include <vector>

/// The commands of `pinion`: the programs `pinion-COMMAND` in one directory. There is no list of
/// them: what is there is a command, and what it does is what its own --help begins with.
namespace pinion::config {

/// Names of the commands in `directory`, sorted.
[[nodiscard]] std::vector<std::string> commands_in(const std::filesystem::path& directory);

/// The first line of the program's --help; empty if it cannot be run.
[[nodiscard]] std::string summary_of(const std::filesystem::path& program);

} // namespace pinion::config
