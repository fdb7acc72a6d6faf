#pragma once

#include <spdlog/spdlog.h>

namespace pinion::fix {

/// Says once that reports wait for room on the disk, and once that they do not any more.
class FullDisk {
  public:
    void note(bool was_recorded) {
        if (was_recorded != is_full_) return;
        is_full_ = !was_recorded;
        if (is_full_)
            spdlog::error("reports cannot be recorded and wait: make room on the disk");
        else
            spdlog::info("reports are recorded again");
    }

  private:
    bool is_full_ = false;
};

} // namespace pinion::fix
