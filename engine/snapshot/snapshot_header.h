#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>

namespace pinion::engine {

/// Where in the history a state stands: after the command `sequence`.
struct SnapshotPoint {
    std::uint64_t sequence;
    std::int64_t time_ns;        ///< of that command
    std::uint64_t feed_sequence; ///< of the last feed event up to there
    std::uint64_t journal_chain; ///< of the journal after that command; 0: there is none
};

/// What a snapshot says of the state in it.
struct SnapshotInfo {
    SnapshotPoint point;
    std::uint64_t state_hash;
    std::uint64_t book_hash;
    std::uint64_t options_fingerprint; ///< of the options that the engine had
};

/// A snapshot file begins with this, little-endian; the saved state follows (state_chunk.h), and
/// nothing behind that.
struct SnapshotHeader {
    static constexpr std::uint64_t magic_value = 0x5041'4e53'4e4f'4e50; ///< "PNONSNAP"
    static constexpr std::uint32_t version_value = 3;
    static constexpr std::size_t instance_max = 63;

    std::uint64_t magic;
    std::uint32_t version;
    std::uint32_t crc; ///< of the header, with zero in this place
    SnapshotInfo info;
    std::uint64_t engine;
    char instance[instance_max + 1]; ///< the rest is zeros

    [[nodiscard]] static SnapshotHeader of(const SnapshotInfo& info, std::uint16_t engine,
                                           const std::string& instance);

    /// What keeps it from being one of that engine; "" if nothing does.
    [[nodiscard]] std::string problem(std::uint16_t of_engine,
                                      const std::string& of_instance) const;
};

static_assert(std::is_trivially_copyable_v<SnapshotHeader> && sizeof(SnapshotHeader) == 144);
static_assert(std::has_unique_object_representations_v<SnapshotHeader>);

} // namespace pinion::engine
