#pragma once

#include "engine/snapshot/snapshot_error.h"
#include "engine/snapshot/state_chunk.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace pinion::engine {

/// Whence the bytes of a saved state come.
class StateSource {
  public:
    virtual ~StateSource() = default;

    /// Fills `bytes` from where the last read ended. False if there are not so many, or they cannot
    /// be read.
    [[nodiscard]] virtual bool read(std::span<std::byte> bytes) = 0;
};

/// Reads what a StateWriter wrote, in the same order. Nothing in it is believed: chunks are checked
/// here, what the values mean by who asks for them. Not thread-safe. Errors: SnapshotError.
class StateReader {
  public:
    explicit StateReader(StateSource& source);

    void begin(Section section);

    template <typename Value>
    void get(Value& value) {
        static_assert(std::is_trivially_copyable_v<Value> && !std::is_same_v<Value, bool>);
        if (left_ == 0) next_chunk();
        if (left_ < sizeof(Value)) refuse("a value is cut off");
        std::memcpy(&value, body_.data() + used_, sizeof(Value));
        used_ += sizeof(Value);
        left_ -= sizeof(Value);
    }

    template <typename... Values>
    void get_all(Values&... values) {
        (get(values), ...);
    }

    template <typename Value>
    [[nodiscard]] Value get() {
        Value value;
        get(value);
        return value;
    }

    /// A number of things that follow, at most `max` of them: `things` names them.
    [[nodiscard]] std::uint32_t get_count(std::uint64_t max, const char* things);

    /// Nothing may be left but the mark of the end.
    void finish();

    [[noreturn]] void refuse(const std::string& why) const;

    void require(bool truth, const char* why_not) const {
        if (!truth) [[unlikely]]
            refuse(why_not);
    }

  private:
    void next_chunk();

    StateSource& source_;
    Section section_ = Section::options;
    std::uint32_t chunks_ = 0;
    std::vector<std::byte> body_;
    std::size_t used_ = 0;
    std::size_t left_ = 0;
};

} // namespace pinion::engine
