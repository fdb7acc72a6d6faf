#include "latency/bench/own_venue.h"

#include <filesystem>

namespace pinion::latency {

namespace {

constexpr std::uint16_t gateway_id = 1;

/// Where this program is, too.
std::filesystem::path programs() {
    return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

std::string spin_on(int core) {
    return "{ core = " + std::to_string(core) + ", wait = \"spin\" }\n";
}

} // namespace

OwnVenue::OwnVenue(const VenueCores& cores, std::span<const int> all_cores)
    : venue_("bench", programs(), {all_cores.begin(), all_cores.end()}) {
    venue_.write_config(config_text(cores));
    venue_.start_engine(engine_id);
    venue_.start_gateway(gateway_id);
    address_ = {"127.0.0.1", static_cast<std::uint16_t>(venue_.port(gateway_id)), "CLIENT",
                "PINION"};
}

std::string OwnVenue::config_text(const VenueCores& cores) {
    const std::string publisher =
        cores.publisher < 0 ? "{ wait = \"sleep\" }\n" : spin_on(cores.publisher);
    return "[[engine]]\nid = " + std::to_string(engine_id) +                          //
           "\nmatcher = " + spin_on(cores.matcher) +                                  //
           "publisher = " + publisher +                                               //
           "[[gateway]]\nid = " + std::to_string(gateway_id) +                        //
           "\nport = 0\nthread = " + spin_on(cores.gateway) +                         //
           "[[instrument]]\nsymbol = \"" + terms().symbol + "\"\ntick = \"0.01\"\n" + //
           "lot = \"1\"\nprice_min = \"1.00\"\nprice_max = \"1000.00\"\n" +           //
           "[[account]]\nname = \"HOUSE\"\n[[session]]\ncomp_id = \"CLIENT\"\n";
}

} // namespace pinion::latency
