#pragma once

#include "engine/snapshot/state_chunk.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>
#include <vector>

namespace pinion::engine {

/// Where the bytes of a saved state go.
class StateSink {
  public:
    virtual ~StateSink() = default;

    /// Appends. False once anything could not be written.
    [[nodiscard]] virtual bool write(std::span<const std::byte> bytes) = 0;
};

/// Writes a state, value by value and section by section, as state_chunk.h draws it. Not
/// thread-safe. A sink that fails is told by `finish`; until then everything may be written.
class StateWriter {
  public:
    explicit StateWriter(StateSink& sink);

    void begin(Section section);

    /// Integers, codes and texts; no structures, which have gaps and change.
    template <typename Value>
    void put(const Value& value) {
        static_assert(std::has_unique_object_representations_v<Value>);
        static_assert(sizeof(Value) <= chunk_body_max_bytes);
        if (body_max_bytes_ - used_ < sizeof(Value)) flush();
        std::memcpy(buffer_.data() + sizeof(ChunkHeader) + used_, &value, sizeof(Value));
        used_ += sizeof(Value);
    }

    template <typename... Values>
    void put_all(const Values&... values) {
        (put(values), ...);
    }

    /// Writes what is left and the mark of the end. Whether everything was written.
    [[nodiscard]] bool finish();

  private:
    static constexpr std::size_t body_max_bytes_ = chunk_body_max_bytes;

    void flush();

    StateSink& sink_;
    Section section_ = Section::options;
    std::uint32_t chunks_ = 0;
    std::vector<std::byte> buffer_; ///< one chunk with its header
    std::size_t used_ = 0;          ///< of its body
    bool is_whole_ = true;
};

} // namespace pinion::engine
