#include "config/command_line.h"
#include "config/core_plan.h"
#include "config/load.h"
#include "config/venue_report.h"
#include "shm/sys/affinity.h"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <iostream>

int main(int argc, char** argv) {
    using namespace pinion;
    config::Program program("pinion-check-config",
                            "Checks a config and shows what it comes to on this host");
    std::string path;
    bool as_json = false;
    program.options().add_option("FILE", path, "The config (default: the one that is built in)");
    program.options().add_flag("--json", as_json, "Print every value, as JSON");
    return program.run(argc, argv, [&] {
        const config::VenueConfig venue = config::load(path);
        const config::CorePlan cores = config::plan_cores(venue, shm::usable_cores());
        if (as_json)
            std::cout << config::describe_as_json(venue, cores).dump(2) << '\n';
        else
            std::cout << config::describe_as_text(venue, cores);
        return EXIT_SUCCESS;
    });
}
