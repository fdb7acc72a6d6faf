// Any text as a config: a venue, or a ConfigError that says something.
#include "config/load.h"
#include "tests/fuzz/fuzz_target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinion;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try {
        const config::VenueConfig venue = config::load_text(text, "fuzz.toml");
        fuzz::require(!venue.instance.empty(), "a venue has a name");
    } catch (const config::ConfigError& error) {
        fuzz::require(std::string_view(error.what()).starts_with("fuzz.toml"),
                      "a fault names its file");
    }
    return 0;
}
