#include "config/command_line.h"
#include "engine/programs/audit/commands.h"

namespace audit = pinion::engine::audit;

int main(int argc, char** argv) {
    pinion::config::Program program("pinion-audit", "Says what happened, from an engine's journal");
    program.add_config_option();
    audit::Arguments arguments;
    auto& options = program.options();
    options.add_option("--engine", arguments.engine, "Id of the engine");
    options.add_flag("--follow", arguments.follow,
                     "Go on while the engine writes, until INT or TERM");
    auto& output = *options.add_option(
        "--output", arguments.output, "Directory for files of lines; goes on where the last ended");
    options
        .add_option("--file-bytes", arguments.file_bytes,
                    "Size at which a file is full, and compressed")
        ->capture_default_str()
        ->check(CLI::PositiveNumber)
        ->needs(&output);
    options.add_flag("--json", arguments.json, "What is told in the end as one JSON object");
    options.fallthrough(); // inherited by commands that are added from here on
    auto& verify_command = *options.add_subcommand(
        "verify", "Checks every record and the chain, and prints what they cover");
    auto& order = *options.add_subcommand("order", "Prints only what concerns one order");
    order.add_option("ID", arguments.id, "OrderID, or with --session a ClOrdID")->required();
    order.add_option("--session", arguments.session,
                     "SenderCompID of the client that gave the ClOrdID");
    auto& diff = *options.add_subcommand(
        "diff", "Finds the first command or event in which two histories differ");
    diff.add_option("OTHER", arguments.other,
                    "The other engine's directory, or its config if that is another")
        ->required();
    options.require_subcommand(0, 1);
    options.footer("Without a command, prints all commands and events, a line of JSON each.");
    return program.run(argc, argv, [&] {
        const audit::History history(program.config_path(), arguments.engine);
        if (verify_command.parsed()) return audit::verify(history, arguments);
        const audit::Place place(history, history.engine.directory);
        if (order.parsed()) return audit::print_order(history, place, arguments);
        if (diff.parsed()) return audit::compare(history, place, arguments);
        if (!arguments.output.empty()) return audit::write_files(history, place, arguments);
        return audit::print_history(history, place, arguments);
    });
}
