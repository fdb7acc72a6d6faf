#include "shm/record_log/crc32c.h"
#include "tests/shm/random_seed.h"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace pinion::shm {

namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text));
}

} // namespace

TEST(Crc32c, agrees_with_the_published_values) {
    EXPECT_EQ(crc32c(bytes_of("123456789")), 0xe3069283U);
    EXPECT_EQ(crc32c(std::vector<std::byte>(32)), 0x8a9136aaU); // RFC 3720, B.4
    EXPECT_EQ(crc32c({}), 0U);
}

TEST(Crc32c, goes_on_where_it_stopped) {
    EXPECT_EQ(crc32c(bytes_of("56789"), crc32c(bytes_of("1234"))), 0xe3069283U);
}

TEST(Crc32c, is_the_same_with_the_processors_instruction_and_without) {
    std::mt19937_64 random(test::random_seed());
    std::vector<std::byte> bytes(100);
    for (auto& byte : bytes) byte = static_cast<std::byte>(random());
    for (std::size_t begin = 0; begin < 9; ++begin)
        for (std::size_t count = 0; count <= 90; ++count) {
            const auto part = std::span(bytes).subspan(begin, count);
            const auto before = static_cast<std::uint32_t>(random());
            EXPECT_EQ(crc32c(part, before), crc32c_by_table(part, before));
        }
}

} // namespace pinion::shm
