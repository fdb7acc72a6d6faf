#include "shm/byte_hash.h"

#include <gtest/gtest.h>

namespace pinion::shm {

TEST(ByteHash, agrees_with_the_published_values_of_fnv_1a) {
    EXPECT_EQ(ByteHash().value(), 0xcbf29ce484222325U);
    ByteHash hash;
    hash.fold("a");
    EXPECT_EQ(hash.value(), 0xaf63dc4c8601ec8cU);
    ByteHash longer;
    longer.fold("foo");
    longer.fold("bar");
    EXPECT_EQ(longer.value(), 0x85944171f73967e8U);
}

} // namespace pinion::shm
