#pragma once

#include "shm/messages/report.h"
#include "shm/record_log/log_writer.h"
#include "shm/record_log/segment_maker.h"
#include "shm/storage/posix_storage.h"

#include <cstdint>
#include <string>

namespace pinion::test {

/// The output log that an engine writes for a gateway. One that is there already is gone on with.
class OutputLog {
  public:
    OutputLog(const std::string& directory, const std::string& instance, std::uint16_t engine,
              std::uint16_t gateway);

    /// The report is the next one, or a later one if numbers were lifted. Readers see it.
    void append(const shm::Report& report);

  private:
    void begin(shm::SegmentPlace place);

    shm::PosixStorage storage_;
    shm::LogIdentity identity_;
    shm::SegmentMaker maker_;
    shm::LogWriter writer_;
};

} // namespace pinion::test
