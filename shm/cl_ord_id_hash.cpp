#include "shm/cl_ord_id_hash.h"

#include <bit>
#include <cstring>

namespace pinion::shm {

namespace {

/// The four words of SipHash's state and its round (section 2.2 of the paper).
struct SipState {
    std::uint64_t v0, v1, v2, v3;

    explicit SipState(const std::uint64_t (&key)[2])
        : v0(key[0] ^ 0x736f6d6570736575), v1(key[1] ^ 0x646f72616e646f6d),
          v2(key[0] ^ 0x6c7967656e657261), v3(key[1] ^ 0x7465646279746573) {}

    void round() {
        v0 += v1;
        v2 += v3;
        v1 = std::rotl(v1, 13) ^ v0;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 = std::rotl(v0, 32);
        v2 += v1;
        v0 += v3;
        v1 = std::rotl(v1, 17) ^ v2;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 = std::rotl(v2, 32);
    }

    void compress(std::uint64_t word) {
        v3 ^= word;
        round();
        v0 ^= word;
    }

    [[nodiscard]] std::uint64_t finish() {
        v2 ^= 0xff;
        round();
        round();
        round();
        return v0 ^ v1 ^ v2 ^ v3;
    }
};

static_assert(std::endian::native == std::endian::little);

} // namespace

/// All 20 bytes are hashed, padding included: equal ids are equal byte for byte, and a fixed length
/// needs no branch.
std::uint64_t cl_ord_id_hash(const ClOrdId& id, const std::uint64_t (&key)[2]) {
    constexpr std::size_t length = ClOrdId::capacity;
    static_assert(length == 20);
    std::uint64_t words[3] = {0, 0, std::uint64_t{length} << 56};
    std::memcpy(&words[0], id.bytes.data(), 8);
    std::memcpy(&words[1], id.bytes.data() + 8, 8);
    std::memcpy(&words[2], id.bytes.data() + 16, 4); // the length stays in the top byte

    SipState state(key);
    for (std::uint64_t word : words) state.compress(word);
    const std::uint64_t hash = state.finish();
    return hash == 0 ? 1 : hash;
}

} // namespace pinion::shm
