#include "config/pinion/commands.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace pinion::config {

namespace {

constexpr std::string_view prefix = "pinion-";

bool is_program(const std::filesystem::directory_entry& entry) {
    return entry.is_regular_file() && ::access(entry.path().c_str(), X_OK) == 0;
}

/// Runs in the child: the program's help goes into `output`.
[[noreturn]] void run_help(const std::filesystem::path& program, int output) {
    ::dup2(output, STDOUT_FILENO);
    ::execl(program.c_str(), program.c_str(), "--help", static_cast<char*>(nullptr));
    ::_exit(127);
}

std::string read_all(int input) {
    std::string text;
    std::array<char, 4096> chunk{};
    for (ssize_t count = 0; (count = ::read(input, chunk.data(), chunk.size())) > 0;)
        text.append(chunk.data(), static_cast<std::size_t>(count));
    return text;
}

} // namespace

std::vector<std::string> commands_in(const std::filesystem::path& directory) {
    std::vector<std::string> commands;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        const std::string name = entry.path().filename().string();
        if (name.starts_with(prefix) && is_program(entry))
            commands.push_back(name.substr(prefix.size()));
    }
    std::sort(commands.begin(), commands.end());
    return commands;
}

std::string summary_of(const std::filesystem::path& program) {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) return {};
    const pid_t child = ::fork();
    if (child == 0) run_help(program, ends[1]);
    ::close(ends[1]);
    const std::string help = child > 0 ? read_all(ends[0]) : "";
    ::close(ends[0]);
    if (child > 0) ::waitpid(child, nullptr, 0);
    return help.substr(0, help.find('\n'));
}

} // namespace pinion::config
