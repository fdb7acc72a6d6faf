#pragma once

#include "shm/cache_line.h"

#include <sys/types.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>

namespace pinion::shm {

enum class SegmentKind : std::uint32_t { engine = 1, link = 2, feed = 3, counters = 4 };

/// The first page of every segment. Everything but the heartbeat is written before the segment gets
/// its name.
///
///  byte    0       8         12     16            24           32         40     48    56
///          | magic | version | kind | layout hash | size_bytes | instance | boot | pid | start
///  byte   64              128                                                             4096
///          | heartbeat ... | unused, zero                                                  |
///          payload
struct SegmentHeader {
    std::uint64_t magic;          ///< segment_magic
    std::uint32_t layout_version; ///< segment_layout_version
    SegmentKind kind;
    std::uint64_t layout_hash; ///< of the sizes and counts that the kind's layout is made of
    std::uint64_t size_bytes;  ///< header and payload
    std::uint64_t instance_id; ///< random; a new one each time a segment is created
    std::uint64_t
        boot_id; ///< hash of /proc/sys/kernel/random/boot_id: tells a host that was rebooted
    std::int32_t creator_pid;
    std::uint32_t spare_0;
    std::uint64_t creator_start_time; ///< field 22 of /proc/PID/stat: tells a re-used pid
    alignas(cache_line_bytes) std::atomic<std::int64_t> heartbeat_ns; ///< UTC; from its creation on
                                                                      ///< kept current by the owner
};

inline constexpr std::uint64_t segment_magic = 0x314E4F494E4950FF; // "\xFFPINION1"
inline constexpr std::uint32_t segment_layout_version = 1;
inline constexpr std::size_t segment_header_bytes = 4096;
static_assert(sizeof(SegmentHeader) == 2 * cache_line_bytes);

/// What went wrong with a segment, in words that say which one and what to do. Thrown at start-up
/// only.
class SegmentError : public std::runtime_error {
  public:
    enum class Code { missing, in_use, wrong_layout, damaged, system };

    SegmentError(Code code, const std::string& message)
        : std::runtime_error(message), code_(code) {}

    [[nodiscard]] Code code() const { return code_; }

  private:
    Code code_;
};

struct SegmentSpec {
    std::string name; ///< from shm/layout/segment_names.h
    SegmentKind kind;
    std::uint64_t layout_hash;
    std::size_t payload_bytes;
    std::string group; ///< group that may open it; empty: the creator's
    ::mode_t mode = 0600;
};

enum class SegmentAccess { read_only, read_write };

/// Parts that one process at a time may play on a segment. Each is a byte of the file under an
/// open-file-description lock, which the kernel drops when its holder dies, however it dies.
enum class SegmentRole : std::uint8_t {
    owner = 0,    ///< keeps the segment: the engine
    producer = 1, ///< writes commands into a link: the gateway
};

/// A named piece of shared memory: fully allocated (a full /dev/shm is an error at start, not a
/// SIGBUS later), prefaulted, complete before it has a name, never resized. Mapped by
/// Boost.Interprocess at any address.
///
/// Thread safety: none; made and closed by one thread. The payload's users have their own rules.
/// Errors: SegmentError from the factories; the rest does not throw.
class Segment {
  public:
    /// Creates the segment under a temporary name, lets `initialise` fill the zeroed payload, takes
    /// the role owner and links it into place. If the name is taken: by a segment whose owner
    /// lives, throws in_use; if another version of Pinion left it, throws wrong_layout; otherwise
    /// the old one is replaced (who has it mapped sees `is_unlinked`).
    [[nodiscard]] static Segment
    create(const SegmentSpec& spec, const std::function<void(std::span<std::byte>)>& initialise);

    /// Takes over a segment of the same layout that a dead owner left since the host's last boot,
    /// with its contents; where there is none, or it does not fit `spec`, creates it. Throws in_use
    /// while another owner lives. `was_adopted` tells which.
    [[nodiscard]] static Segment
    adopt_or_create(const SegmentSpec& spec,
                    const std::function<void(std::span<std::byte>)>& initialise);

    /// Maps an existing segment after checking magic, version, kind, layout hash (0: any) and size.
    [[nodiscard]] static Segment open(const std::string& name, SegmentKind kind,
                                      std::uint64_t layout_hash, SegmentAccess access);

    Segment(const Segment&) = delete;
    Segment& operator=(const Segment&) = delete;
    Segment(Segment&&) noexcept;
    Segment& operator=(Segment&&) noexcept;
    ~Segment();

    [[nodiscard]] std::span<std::byte> payload() const; ///< read-only pages if opened read_only
    [[nodiscard]] const SegmentHeader& header() const;
    [[nodiscard]] const std::string& name() const;
    [[nodiscard]] bool was_adopted() const;

    /// Takes a role for this process; false while another process holds it. Needs read_write.
    [[nodiscard]] bool try_lock(SegmentRole role);
    void unlock(SegmentRole role);

    /// Whether some process, this one included, holds the role. Works read-only.
    [[nodiscard]] bool is_locked(SegmentRole role) const;

    void beat(std::int64_t now_ns);

    /// Whether the name no longer leads to this memory: replaced by a newer segment or removed.
    [[nodiscard]] bool is_unlinked() const;

    /// Removes the name; the memory lives until the last mapping goes.
    void unlink();

  private:
    struct State;
    explicit Segment(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace pinion::shm
