#include "config/command_line.h"

#include <exception>
#include <iostream>

namespace pinion::config {

namespace {

constexpr int refused = 1;
constexpr int wrong_usage = 2;

} // namespace

Program::Program(const std::string& name, const std::string& summary)
    : options_(summary, name), name_(name) {
    options_.set_version_flag("--version", name + " " + PINION_VERSION);
}

void Program::add_config_option() {
    options_.add_option("--config", config_path_,
                        "File that describes the venue (default: the one that is built in)");
}

int Program::run(int argc, char** argv, const std::function<int()>& body) {
    try {
        options_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return options_.exit(error) == 0 ? 0 : wrong_usage;
    }
    try {
        return body();
    } catch (const std::exception& error) {
        std::cerr << name_ << ": " << error.what() << '\n';
        return refused;
    }
}

} // namespace pinion::config
