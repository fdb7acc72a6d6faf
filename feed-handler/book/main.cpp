#include "config/command_line.h"
#include "config/load.h"
#include "feed-handler/book/book_viewer.h"
#include "shm/sys/stop_signals.h"

#include <cstdlib>

int main(int argc, char** argv) {
    using namespace pinion;
    config::Program program("pinion-book", "Shows the book of an instrument, live from the feed");
    program.add_config_option();
    feed::BookViewerOptions options;
    bool once = false;
    program.options().add_option("SYMBOL", options.symbol, "Instrument to show")->required();
    program.options().add_option("--instance", options.instance,
                                 "Venue to look at, if not the config's");
    program.options().add_option("--depth", options.depth, "Levels to show (default: 10)");
    program.options().add_flag("--once", once, "Show one picture and end");
    program.options().add_flag("--json", options.as_json,
                               "One JSON object a line, for each change");
    return program.run(argc, argv, [&] {
        const shm::StopSignals signals;
        const config::VenueConfig venue = config::load(program.config_path());
        if (options.instance.empty()) options.instance = venue.instance;
        for (const config::EngineConfig& engine : venue.engines)
            options.engines.push_back(engine.id);
        feed::BookViewer viewer(options);
        if (once)
            viewer.show_once(signals);
        else
            viewer.follow(signals);
        return EXIT_SUCCESS;
    });
}
