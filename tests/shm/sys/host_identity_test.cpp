#include "shm/sys/host_identity.h"

#include <gtest/gtest.h>

#include <sys/prctl.h>
#include <unistd.h>

namespace pinion::shm {

TEST(HostIdentity, the_boot_id_stays) {
    EXPECT_NE(boot_id(), 0U);
    EXPECT_EQ(boot_id(), boot_id());
}

TEST(HostIdentity, a_process_started_after_its_ancestor_whatever_its_name) {
    ::prctl(PR_SET_NAME, "a) R 1 (b", 0, 0, 0);
    EXPECT_GE(process_start_time(::getpid()), process_start_time(::getppid()));
    EXPECT_GT(process_start_time(::getpid()), 0U);
}

TEST(HostIdentity, a_process_that_is_not_there_has_no_start_time) {
    EXPECT_EQ(process_start_time(0x7fffffff), 0U);
}

TEST(HostIdentity, random_ids_differ) { EXPECT_NE(random_id(), random_id()); }

} // namespace pinion::shm
