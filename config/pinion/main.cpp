#include "config/closest.h"
#include "config/pinion/commands.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <system_error>

namespace {

using namespace pinion;

constexpr int wrong_usage = 2;

void print_help(std::ostream& out, const std::filesystem::path& directory) {
    out << "Usage: pinion COMMAND [ARGUMENT...]\n\n";
    for (const std::string& command : config::commands_in(directory))
        out << "  " << std::left << std::setw(14) << command << ' '
            << config::summary_of(directory / ("pinion-" + command)) << '\n';
    out << "  " << std::setw(14) << "help"
        << " Shows this list; `pinion COMMAND --help` says more\n";
}

int refuse(const std::string& command, const std::vector<std::string>& commands) {
    std::cerr << "pinion: there is no command " << command;
    if (const auto meant = config::closest(command, commands))
        std::cerr << "; did you mean " << *meant << "?\n";
    else
        std::cerr << "; `pinion help` lists them\n";
    return wrong_usage;
}

int run(int argc, char** argv) {
    const auto directory = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    if (argc < 2) {
        print_help(std::cerr, directory);
        return wrong_usage;
    }
    const std::string command = argv[1];
    if (command == "help" || command == "--help" || command == "-h") {
        print_help(std::cout, directory);
        return EXIT_SUCCESS;
    }
    if (command == "--version") {
        std::cout << "pinion " << PINION_VERSION << '\n';
        return EXIT_SUCCESS;
    }
    const std::vector<std::string> commands = config::commands_in(directory);
    if (std::find(commands.begin(), commands.end(), command) == commands.end())
        return refuse(command, commands);
    const std::string program = (directory / ("pinion-" + command)).string();
    ::execv(program.c_str(), argv + 1);
    throw std::system_error(errno, std::generic_category(), program);
}

} // namespace

int main(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const std::exception& error) {
        std::cerr << "pinion: " << error.what() << '\n';
        return EXIT_FAILURE;
    }
}
