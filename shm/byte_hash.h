#pragma once

#include <cstdint>
#include <string_view>

namespace pinion::shm {

/// Makes one number of many bytes (FNV-1a, 64 bit): the same in every program of a version. Not
/// against those who choose the bytes so that two numbers are equal.
class ByteHash {
  public:
    void fold(std::string_view bytes) {
        for (const char byte : bytes)
            hash_ = (hash_ ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
    }

    [[nodiscard]] std::uint64_t value() const { return hash_; }

  private:
    std::uint64_t hash_ = 0xcbf29ce484222325;
};

} // namespace pinion::shm
