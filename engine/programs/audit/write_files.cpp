#include "engine/audit/audit_files.h"
#include "engine/audit/audit_sink.h"
#include "engine/programs/audit/commands.h"
#include "engine/programs/audit/result.h"
#include "engine/programs/audit/tell.h"
#include "engine/programs/directory_lock.h"
#include "engine/recovery/recovery_error.h"

#include <cstdlib>
#include <iostream>

namespace pinion::engine::audit {

int write_files(const History& history, const Place& place, const Arguments& arguments) {
    const shm::StopSignals signals;
    shm::PosixStorage directory(arguments.output);
    const DirectoryLock lock(directory, "audit");
    AuditFiles files(directory, arguments.file_bytes);
    std::uint64_t lines = 0;
    AuditSink sink(history.options, files.from(),
                   [&](LinePlace line_place, const std::string& line) {
                       files.write(line_place, line);
                       ++lines;
                   });
    Telling telling(place.sources, files.from().sequence, sink);
    const auto first = telling.sequence() + 1;
    files.begin(first);
    Progress progress(std::cerr, shows_progress());
    try {
        tell(telling, progress, arguments.follow, signals,
             {.end_command = [&] { sink.end_command(); }, .at_end = [&] { files.flush(); }});
    } catch (const RecoveryError&) {
        files.close(); // what was told is true
        throw;
    }
    files.close();
    progress.wipe();
    Result result{
        {"first_sequence", first}, {"last_sequence", telling.sequence()}, {"lines", lines}};
    add_rate(result, progress);
    print(result, arguments.json);
    return EXIT_SUCCESS;
}

} // namespace pinion::engine::audit
