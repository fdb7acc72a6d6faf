#pragma once

#include "fix-gateway/gateway/gateway_options.h"
#include "shm/messages/report.h"

#include <vector>

namespace pinion::fix {

/// Which reports a drop-copy session receives: the execution reports of sessions or of accounts, or
/// all of them. Other reports change no order, and FIX has no mark for copies of them.
///
/// Thread safety: none. Errors: none; reports are another process's bytes.
class CopyFilter {
  public:
    explicit CopyFilter(const DropCopyOptions& options);

    [[nodiscard]] bool takes(const shm::Report& report) const;

  private:
    [[nodiscard]] bool has_account_of(const shm::Report& report) const;

    bool everything_;
    std::vector<bool> sessions_; ///< by index in the venue
    std::vector<shm::AccountName> accounts_;
};

} // namespace pinion::fix
