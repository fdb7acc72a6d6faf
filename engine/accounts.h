#pragma once

#include "engine/book/tag_index.h"
#include "shm/fixed_text.h"

#include <cstdint>
#include <cstring>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

namespace pinion::engine {

/// Who may trade: account names and their numbers. Not thread-safe. The constructor throws
/// std::invalid_argument on a name that is there twice, or on too many.
class Accounts {
  public:
    static constexpr std::uint16_t none = std::numeric_limits<std::uint16_t>::max();

    explicit Accounts(const std::vector<shm::AccountName>& names)
        : names_(names), index_(static_cast<std::uint32_t>(names.size())) {
        if (names.size() > none) throw std::invalid_argument("there are more than 65535 accounts");
        for (std::uint32_t number = 0; number < names.size(); ++number) {
            if (find(names[number]) != none)
                throw std::invalid_argument("account " + std::string(names[number].view()) +
                                            " is there twice");
            index_.insert(hash(names[number]), number);
        }
    }

    /// The account's number, or none.
    [[nodiscard]] std::uint16_t find(const shm::AccountName& name) const {
        const auto found =
            index_.find(hash(name), [&](std::uint32_t number) { return names_[number] == name; });
        return static_cast<std::uint16_t>(found);
    }

    /// Empty for none.
    [[nodiscard]] shm::AccountName name(std::uint16_t number) const {
        return number < names_.size() ? names_[number] : shm::AccountName{};
    }

  private:
    /// Names come from the config; no client can choose them to collide.
    [[nodiscard]] static std::uint64_t hash(const shm::AccountName& name) {
        std::uint64_t words[2];
        static_assert(sizeof(words) == sizeof(name));
        std::memcpy(words, &name, sizeof(words));
        const auto mix = (words[0] ^ (words[1] * 0xff51afd7ed558ccd)) * 0x9e3779b97f4a7c15;
        return mix ^ (mix >> 32);
    }

    std::vector<shm::AccountName> names_;
    TagIndex index_;
};

} // namespace pinion::engine
