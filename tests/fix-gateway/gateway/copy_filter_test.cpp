// Which reports are copied.

#include "fix-gateway/gateway/copy_filter.h"
#include "fix-gateway/translate/translate_in.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace pinion::fix {
namespace {

const shm::AccountName house = *shm::AccountName::from("HOUSE");
const shm::AccountName other = *shm::AccountName::from("OTHER");

shm::Report execution(std::uint16_t session, shm::AccountName account) {
    shm::Report report{};
    report.kind = shm::ReportKind::execution;
    report.session = session;
    report.account = account;
    return report;
}

TEST(CopyFilter, takes_what_named_sessions_receive) {
    const CopyFilter filter({false, {1, 4}, {}, {}});
    EXPECT_TRUE(filter.takes(execution(1, house)));
    EXPECT_TRUE(filter.takes(execution(4, other)));
    EXPECT_FALSE(filter.takes(execution(0, house)));
    EXPECT_FALSE(filter.takes(execution(2, house)));
    EXPECT_FALSE(filter.takes(execution(65535, house)));
}

TEST(CopyFilter, takes_orders_of_named_accounts_whoever_sends_them) {
    const CopyFilter filter({false, {}, {house}, {}});
    EXPECT_TRUE(filter.takes(execution(0, house)));
    EXPECT_TRUE(filter.takes(execution(9, house)));
    EXPECT_FALSE(filter.takes(execution(0, other)));
}

TEST(CopyFilter, does_not_take_an_unknown_symbol_for_an_account) {
    const CopyFilter filter({false, {}, {house}, {}});
    shm::Report refused = execution(0, house); // where the symbol is then
    refused.instrument = no_instrument;
    EXPECT_FALSE(filter.takes(refused));
}

TEST(CopyFilter, takes_nothing_but_execution_reports) {
    const CopyFilter filter({true, {}, {}, {}});
    shm::Report report = execution(3, other);
    EXPECT_TRUE(filter.takes(report));
    for (const shm::ReportKind kind :
         {shm::ReportKind::cancel_reject, shm::ReportKind::business_reject,
          shm::ReportKind::mass_cancel_report, shm::ReportKind{0}, shm::ReportKind{200}}) {
        report.kind = kind;
        EXPECT_FALSE(filter.takes(report));
    }
}

} // namespace
} // namespace pinion::fix
