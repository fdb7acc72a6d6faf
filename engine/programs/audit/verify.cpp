#include "engine/audit/verify.h"

#include "engine/programs/audit/commands.h"
#include "engine/programs/audit/result.h"
#include "engine/programs/existing_directory.h"
#include "engine/programs/hexadecimal.h"

#include <cstdlib>
#include <iostream>

namespace pinion::engine::audit {

int verify(const History& history, const Arguments& arguments) {
    auto journal = existing_directory(history.engine.directory + "/journal");
    Progress progress(std::cerr, shows_progress());
    const auto found = verify_journal(journal, history.engine.id, history.venue.instance,
                                      [&](std::uint64_t sequence) { progress.count(sequence); });
    progress.wipe();
    Result result{{"segments", found.segments},
                  {"first_sequence", found.first_sequence},
                  {"last_sequence", found.last_sequence},
                  {"first_time_ns", found.first_time_ns},
                  {"last_time_ns", found.last_time_ns},
                  {"chain_before", hexadecimal(found.chain_before)},
                  {"chain", hexadecimal(found.chain)},
                  {"end", found.end == shm::LogEnd::torn ? "torn" : "clean"}};
    add_rate(result, progress);
    print(result, arguments.json);
    return EXIT_SUCCESS;
}

} // namespace pinion::engine::audit
