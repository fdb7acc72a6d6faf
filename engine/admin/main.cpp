#include "config/command_line.h"
#include "config/load.h"
#include "engine/admin/admin_answers.h"
#include "engine/admin/admin_link.h"
#include "engine/admin/command_line.h"
#include "engine/admin/confirmation.h"
#include "engine/audit/words.h"
#include "engine/programs/admin_task.h"
#include "shm/messages/control_list.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace pinion;
using Json = nlohmann::ordered_json;

shm::OperatorName operator_name(const engine::AdminArguments& arguments) {
    const auto name =
        arguments.operator_name.empty() ? engine::login_name() : arguments.operator_name;
    const bool is_printable =
        std::all_of(name.begin(), name.end(), [](char byte) { return byte > ' ' && byte <= '~'; });
    const auto text = shm::OperatorName::from(name);
    if (name.empty() || !is_printable || !text)
        throw std::runtime_error("the journal needs an operator's name of 1 to 16 letters: say "
                                 "--operator NAME");
    return *text;
}

engine::AdminLink link_to(const config::VenueConfig& venue, std::uint16_t engine,
                          const engine::AdminArguments& arguments) {
    return engine::AdminLink({.instance = venue.instance,
                              .engine = engine,
                              .venue_hash = venue.venue_hash(engine),
                              .patience = std::chrono::seconds(arguments.timeout_s)});
}

void print_answer(const Json& answer, bool as_json) {
    if (as_json) {
        std::cout << answer << std::endl;
        return;
    }
    std::cout << "engine " << answer["engine"] << ": " << answer["action"].get<std::string>();
    if (answer["done"].get<bool>())
        std::cout << " done as command " << answer["sequence"];
    else
        std::cout << " refused: " << answer["reason"].get<std::string>();
    const char* counted = answer["action"] == "set_phase" ? " instruments" : " orders canceled";
    if (answer["affected"] != 0) std::cout << ", " << answer["affected"] << counted;
    std::cout << std::endl;
}

/// Whether the engine did it.
bool carry_out(const shm::ControlCommand& command, const engine::AdminNames& names,
               engine::AdminLink& link, const engine::AdminArguments& arguments) {
    const auto answer = link.ask(command);
    print_answer(engine::describe(answer, names), arguments.json);
    return answer.reason == shm::RejectReason::none;
}

/// All pages.
std::vector<Json> rows_of(engine::AdminLink& link, shm::ControlCommand command,
                          const engine::AdminNames& names) {
    const auto subject = static_cast<shm::ListSubject>(command.flags);
    std::vector<Json> rows;
    shm::set_payload(command, shm::ListRequest{link.rows_max()});
    do {
        const auto end = link.ask(command, [&](const shm::ControlReport& row) {
            rows.push_back(engine::describe_row(row, subject, names));
        });
        if (end.reason != shm::RejectReason::none)
            throw std::runtime_error("refused: " + std::string(engine::word_of(end.reason)));
        command.number = end.number;
    } while (command.number != 0);
    return rows;
}

void print_rows(std::uint16_t engine, const std::vector<Json>& rows) {
    std::cout << "engine " << engine << ":\n";
    engine::print_table(std::cout, rows);
}

bool list(const shm::ControlCommand& command, const engine::AdminNames& names,
          engine::AdminLink& link, const engine::AdminArguments& arguments) {
    const auto rows = rows_of(link, command, names);
    if (arguments.json)
        std::cout << Json{{"engine", names.engine}, {engine::subject_word(arguments.subject), rows}}
                  << std::endl;
    else
        print_rows(names.engine, rows);
    return true;
}

/// Asks each engine in turn; one that cannot be asked does not save the next.
int run(const config::VenueConfig& venue, const engine::AdminArguments& arguments) {
    auto [command, engines, question] = engine::task_of(arguments, venue);
    command.operator_name = operator_name(arguments);
    if (!question.empty() && !arguments.yes) engine::confirm(question);
    const auto ask = arguments.verb == engine::AdminVerb::list ? list : carry_out;
    bool is_done = true;
    for (const auto engine : engines) {
        try {
            auto link = link_to(venue, engine, arguments);
            is_done = ask(command, engine::names_of(venue, engine), link, arguments) && is_done;
        } catch (const std::exception& error) {
            std::cerr << "pinion-admin: " << error.what() << '\n';
            is_done = false;
        }
    }
    return is_done ? EXIT_SUCCESS : EXIT_FAILURE;
}

} // namespace

int main(int argc, char** argv) {
    config::Program program("pinion-admin", "Controls the market: kill switch, days, lists");
    program.add_config_option();
    engine::AdminArguments arguments;
    engine::declare_admin_commands(program.options(), arguments);
    return program.run(argc, argv,
                       [&] { return run(config::load(program.config_path()), arguments); });
}
