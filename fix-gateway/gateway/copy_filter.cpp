#include "fix-gateway/gateway/copy_filter.h"

#include "fix-gateway/translate/translate_in.h"

#include <algorithm>

namespace pinion::fix {

CopyFilter::CopyFilter(const DropCopyOptions& options)
    : everything_(options.everything), accounts_(options.accounts) {
    for (const std::uint16_t session : options.sessions) {
        if (sessions_.size() <= session) sessions_.resize(session + 1u);
        sessions_[session] = true;
    }
}

bool CopyFilter::takes(const shm::Report& report) const {
    if (report.kind != shm::ReportKind::execution) return false;
    const bool is_of_session = report.session < sessions_.size() && sessions_[report.session];
    return everything_ || is_of_session || has_account_of(report);
}

/// Where the account is, an unknown symbol stands in reports that refuse it; see translate_in.
bool CopyFilter::has_account_of(const shm::Report& report) const {
    return report.instrument != no_instrument &&
           std::find(accounts_.begin(), accounts_.end(), report.account) != accounts_.end();
}

} // namespace pinion::fix
