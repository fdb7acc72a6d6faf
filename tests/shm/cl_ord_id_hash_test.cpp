// Against CPython 3.11, whose hash of bytes is SipHash-1-3 too: PYTHONHASHSEED=0 is the key zero,
// PYTHONHASHSEED=42 the other one, and the text is padded to 20 bytes.
#include "shm/cl_ord_id_hash.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace pinion::shm {

namespace {

constexpr std::uint64_t zero_key[2] = {0, 0};
constexpr std::uint64_t other_key[2] = {0xdc504fd368cd90af, 0xb920bb9ffe99e9c1};

std::uint64_t hash_of(const std::string& text, const std::uint64_t (&key)[2]) {
    return cl_ord_id_hash(ClOrdId::from(text).value(), key);
}

} // namespace

TEST(ClOrdIdHash, agrees_with_an_independent_siphash_1_3) {
    EXPECT_EQ(hash_of("", zero_key), 0x24de1cc795c400b0);
    EXPECT_EQ(hash_of("A1", zero_key), 0x094d0a58b76ded64);
    EXPECT_EQ(hash_of("ORDER-0001", zero_key), 0xe04f98e5f11656c5);
    EXPECT_EQ(hash_of("ABCDEFGHIJKLMNOPQRST", zero_key), 0xb84ba6d7321c6ff4);
    EXPECT_EQ(hash_of("", other_key), 0x741d2ad029684894);
    EXPECT_EQ(hash_of("A1", other_key), 0xd3581d8197286105);
    EXPECT_EQ(hash_of("ORDER-0001", other_key), 0x185d1c8430227419);
    EXPECT_EQ(hash_of("ABCDEFGHIJKLMNOPQRST", other_key), 0x15ae7feb1fed55e4);
}

TEST(ClOrdIdHash, every_byte_counts) {
    std::set<std::uint64_t> hashes;
    for (std::size_t place = 0; place < ClOrdId::capacity; ++place) {
        std::string text(ClOrdId::capacity, 'x');
        text[place] = 'y';
        hashes.insert(hash_of(text, other_key));
    }
    EXPECT_EQ(hashes.size(), ClOrdId::capacity);
}

TEST(ClOrdIdHash, is_never_the_word_for_no_id) {
    // A text whose hash is 0 is one in 2^64 and cannot be found; that no small set has one can.
    for (int i = 0; i < 100'000; ++i) ASSERT_NE(hash_of(std::to_string(i), other_key), 0U);
}

} // namespace pinion::shm
