#pragma once

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace pinion::config {

/// The command line of a Pinion program, with what all of them share: --help, --version and the
/// exit codes 0 (done), 1 (refused or failed, with a message on standard error), 2 (wrong usage).
///
///     config::Program program("pinion-engine", "Matches orders");
///     program.add_config_option();
///     program.options().add_option("--engine", id, "Which engine of the config to run");
///     return program.run(argc, argv, [&] { ... return 0; });
class Program {
  public:
    /// `summary` is the line that `pinion help` shows.
    Program(const std::string& name, const std::string& summary);

    [[nodiscard]] CLI::App& options() { return options_; }

    /// Adds --config FILE.
    void add_config_option();

    /// What --config names; empty: the config that is compiled in. For config::load.
    [[nodiscard]] const std::string& config_path() const { return config_path_; }

    /// Parses, then runs `body` and returns its result; an exception from it becomes a message and
    /// 1.
    [[nodiscard]] int run(int argc, char** argv, const std::function<int()>& body);

  private:
    CLI::App options_;
    std::string name_;
    std::string config_path_;
};

} // namespace pinion::config
