#include "engine/admin/command_line.h"

#include "engine/audit/words.h"
#include "shm/messages/phase_names.h"

#include <map>
#include <string>

namespace pinion::engine {

using shm::ControlScope;
using shm::ListSubject;

namespace {

const std::map<std::string, ControlScope> scopes = {{"everything", ControlScope::everything},
                                                    {"instrument", ControlScope::instrument},
                                                    {"account", ControlScope::account},
                                                    {"session", ControlScope::session}};

const std::map<std::string, ListSubject> subjects = {
    {"orders", ListSubject::orders},     {"accounts", ListSubject::accounts},
    {"sessions", ListSubject::sessions}, {"instruments", ListSubject::instruments},
    {"kills", ListSubject::bars},        {"balances", ListSubject::balances}};

const std::map<std::string, shm::TradingPhase>& phases() {
    static const auto words = [] {
        std::map<std::string, shm::TradingPhase> result = {{"calendar", shm::TradingPhase{}}};
        for (std::size_t code = 1; code < shm::trading_phases_end; ++code) {
            const auto phase = static_cast<shm::TradingPhase>(code);
            result.emplace(shm::word_for(phase), phase);
        }
        return result;
    }();
    return words;
}

/// The verbs, and what each needs to be said with it.
class Commands {
  public:
    Commands(CLI::App& options, AdminArguments& arguments)
        : options_(options), arguments_(arguments) {}

    void declare() {
        options_.require_subcommand(1);
        declare_common();
        declare_kill();
        declare_accounts();
        declare_limits();
        declare_phase();
        declare_venue();
        declare_list();
    }

  private:
    CLI::App* add(AdminVerb verb, const std::string& name, const std::string& summary) {
        auto* command = options_.add_subcommand(name, summary);
        command->fallthrough();
        command->callback([&arguments = arguments_, verb] { arguments.verb = verb; });
        return command;
    }

    void declare_common() {
        options_.add_option("--engine", arguments_.engine,
                            "Id of the engine (default: all, or the instrument's)");
        options_
            .add_option("--operator", arguments_.operator_name,
                        "Who the journal says it was (default: the login name)")
            ->take_last();
        options_.add_option("--timeout-s", arguments_.timeout_s, "Seconds to wait for an engine")
            ->check(CLI::Range(1U, 3600U));
        options_.add_flag("--yes", arguments_.yes, "Do not ask before what cannot be undone");
        options_.add_flag("--json", arguments_.json, "Print JSON, one object for each engine");
    }

    /// A word that means one of a few things.
    template <typename Meaning>
    CLI::Option* add_word(CLI::App* command, const std::string& name, Meaning& meaning,
                          const std::map<std::string, Meaning>& words, const std::string& summary) {
        return command
            ->add_option_function<std::string>(
                name, [&meaning, &words](const std::string& word) { meaning = words.at(word); },
                summary)
            ->required()
            ->check(CLI::IsMember(&words));
    }

    void add_party(CLI::App* command) {
        add_word(command, "scope", arguments_.scope, scopes, "Of whom");
        command->add_option("name", arguments_.name, "SYMBOL, ACCOUNT or COMP_ID");
        command->parse_complete_callback([&arguments = arguments_] {
            const bool is_everything = arguments.scope == ControlScope::everything;
            if (arguments.name.empty() == is_everything) return;
            throw CLI::ValidationError(
                "name", is_everything ? std::string("everything has no name")
                                      : "say which " + std::string(word_of(arguments.scope)));
        });
    }

    void declare_kill() {
        add_party(
            add(AdminVerb::kill, "kill", "Cancels all orders of somebody, and takes no new ones"));
        add_party(
            add(AdminVerb::re_arm, "re-arm", "Takes a kill back: new orders are taken again"));
    }

    CLI::App* add_of_account(AdminVerb verb, const std::string& name, const std::string& summary) {
        auto* command = add(verb, name, summary);
        command
            ->add_option_function<std::string>(
                "account",
                [&arguments = arguments_](const std::string& account) {
                    arguments.scope = ControlScope::account;
                    arguments.name = account;
                },
                "Name of the account")
            ->required();
        return command;
    }

    void add_funds(AdminVerb verb, const std::string& name, const std::string& summary) {
        auto* command = add_of_account(verb, name, summary);
        command->add_option("asset", arguments_.asset, "Name of the asset")->required();
        command->add_option("amount", arguments_.amount, "How much of it, as 12.50")->required();
    }

    void declare_accounts() {
        add_of_account(AdminVerb::suspend, "suspend",
                       "Takes no new orders and replaces of an account");
        add_of_account(AdminVerb::resume, "resume", "Takes a suspension back");
        add_funds(AdminVerb::credit, "credit",
                  "Gives an account of an asset, at each engine by itself");
        add_funds(AdminVerb::debit, "debit", "Takes from an account what is free of an asset");
    }

    void declare_limits() {
        auto* command =
            add_of_account(AdminVerb::limits, "limits", "Sets limits of an account; 0: none");
        command->add_option("--order-lots", arguments_.order_lots_max, "Lots of an order");
        command->add_option("--order-value", arguments_.order_value_max,
                            "Value of an order, in whole units of its quote asset");
        command->add_option("--exposure", arguments_.exposure_max,
                            "At stake of a quote asset, in whole units of it");
        command->add_option("--open-orders", arguments_.open_orders_max, "Orders that wait");
        command->add_option("--orders-per-interval", arguments_.orders_per_interval,
                            "New and replaced orders");
        command->add_option("--interval-ms", arguments_.interval_ms, "Default: a second")
            ->check(CLI::Range(1U, 86'400'000U));
    }

    void declare_phase() {
        auto* command = add(AdminVerb::phase, "phase",
                            "Begins a phase of trading, as halted; calendar: what that says now");
        add_word(command, "phase", arguments_.phase.phase, phases(), "Which");
        add_party(command);
        command
            ->add_option_function<std::uint32_t>(
                "--for-s",
                [&arguments = arguments_](std::uint32_t seconds) {
                    arguments.phase.length_ns = seconds * std::int64_t{1'000'000'000};
                },
                "How long; continuous trading follows (default: until something else comes)")
            ->check(CLI::Range(1U, 86'400U));
    }

    void declare_venue() {
        add(AdminVerb::day_roll, "day-roll", "Ends the trading day now");
        add(AdminVerb::detach, "detach", "Treats a gateway that hangs as one that died")
            ->add_option("gateway", arguments_.gateway, "Id of the gateway")
            ->required();
    }

    CLI::Option* add_filter(CLI::App* command, const std::string& name, ControlScope scope,
                            const std::string& summary) {
        return command->add_option_function<std::string>(
            name,
            [&arguments = arguments_, scope](const std::string& party) {
                arguments.scope = scope;
                arguments.name = party;
            },
            summary);
    }

    void declare_list() {
        auto* command = add(AdminVerb::list, "list", "Shows what an engine has");
        add_word(command, "subject", arguments_.subject, subjects, "What to list");
        auto* session =
            add_filter(command, "--session", ControlScope::session, "Orders of COMP_ID");
        auto* account = add_filter(command, "--account", ControlScope::account,
                                   "Orders or balances of ACCOUNT");
        auto* symbol =
            add_filter(command, "--symbol", ControlScope::instrument, "Orders in SYMBOL");
        session->excludes(account)->excludes(symbol);
        account->excludes(symbol);
    }

    CLI::App& options_;
    AdminArguments& arguments_;
};

} // namespace

void declare_admin_commands(CLI::App& options, AdminArguments& arguments) {
    Commands(options, arguments).declare();
}

std::string subject_word(ListSubject subject) {
    for (const auto& [word, known] : subjects)
        if (known == subject) return word;
    return {};
}

} // namespace pinion::engine
