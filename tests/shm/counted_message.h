#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace pinion::shm::test {

/// A message that tells a torn copy from a whole one: each word is the message's number, mixed with
/// the word's place. Fills a slot of `Lines` cache lines.
template <std::size_t Lines>
struct CountedMessage {
    std::array<std::uint64_t, Lines * 8 - 1> words;

    [[nodiscard]] static CountedMessage of(std::uint64_t number) {
        CountedMessage message;
        for (std::size_t i = 0; i < message.words.size(); ++i) message.words[i] = word(number, i);
        return message;
    }

    [[nodiscard]] std::uint64_t number() const { return words[0]; }

    [[nodiscard]] bool is_whole() const {
        for (std::size_t i = 0; i < words.size(); ++i)
            if (words[i] != word(number(), i)) return false;
        return true;
    }

  private:
    static std::uint64_t word(std::uint64_t number, std::size_t place) {
        return number + place * 0x9e3779b97f4a7c15;
    }
};

} // namespace pinion::shm::test
