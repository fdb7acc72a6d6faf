#include "shm/segment.h"

#include "shm/segment_check.h"
#include "shm/segment_file.h"
#include "shm/sys/clock.h"
#include "shm/sys/file_lock.h"
#include "shm/sys/host_identity.h"

#include <unistd.h>

#include <cassert>
#include <new>
#include <optional>
#include <utility>

namespace pinion::shm {

namespace {

using Code = SegmentError::Code;

constexpr std::uint32_t bit_of(SegmentRole role) { return 1U << static_cast<unsigned>(role); }

constexpr long byte_of(SegmentRole role) { return static_cast<long>(role); }

bool lock_owner(const SegmentFile& file) {
    return try_lock_byte(file.descriptor(), byte_of(SegmentRole::owner));
}

[[noreturn]] void throw_in_use(const std::string& name) {
    throw SegmentError(Code::in_use, "segment /dev/shm/" + name +
                                         " is in use by another process; stop that one first, or "
                                         "give this venue another instance name");
}

void write_header(std::span<std::byte> memory, const SegmentSpec& spec) {
    auto* header = new (memory.data()) SegmentHeader{};
    header->magic = segment_magic;
    header->layout_version = segment_layout_version;
    header->kind = spec.kind;
    header->layout_hash = spec.layout_hash;
    header->size_bytes = memory.size();
    header->instance_id = random_id();
    header->boot_id = boot_id();
    header->creator_pid = ::getpid();
    header->creator_start_time = process_start_time(::getpid());
    header->heartbeat_ns.store(utc_now_ns(), std::memory_order_relaxed);
}

/// The file behind `name` with the role owner taken, or nothing if the name is free.
std::optional<SegmentFile> open_ownerless(const std::string& name) {
    while (true) {
        std::optional<SegmentFile> file =
            SegmentFile::open_if_there(name, SegmentAccess::read_write);
        if (!file) return std::nullopt;
        if (!lock_owner(*file)) throw_in_use(name);
        if (file->is_at(name)) return file; // else it was replaced before we had the lock
    }
}

/// What another version of Pinion left may be all that is known of somebody's orders.
void require_own_version(SegmentFile& file, const std::string& name) {
    file.map();
    if (file.memory().size() < segment_header_bytes) return;
    const auto& header = *reinterpret_cast<const SegmentHeader*>(file.memory().data());
    if (header.magic != segment_magic || header.layout_version == segment_layout_version) return;
    throw SegmentError(Code::wrong_layout,
                       "segment /dev/shm/" + name + ": layout version is " +
                           std::to_string(header.layout_version) + ", expected " +
                           std::to_string(segment_layout_version) +
                           "; another version of Pinion left it: start and stop that one, or "
                           "remove the segment");
}

/// Gives the finished file its name, in place of a dead owner's segment if there is one.
void put_in_place(SegmentFile& file, const std::string& name) {
    while (!file.link_to(name))
        if (std::optional<SegmentFile> old = open_ownerless(name)) {
            require_own_version(*old, name);
            file.rename_to(name);
            return;
        }
}

} // namespace

struct Segment::State {
    std::string name;
    SegmentFile file;
    bool adopted = false;
    std::uint32_t roles = 0; ///< bits of the roles that this object holds

    [[nodiscard]] SegmentHeader& header() const {
        return *reinterpret_cast<SegmentHeader*>(file.memory().data());
    }
};

Segment Segment::create(const SegmentSpec& spec,
                        const std::function<void(std::span<std::byte>)>& initialise) {
    SegmentFile file =
        SegmentFile::create_temporary(spec.name, segment_header_bytes + spec.payload_bytes);
    if (!lock_owner(file)) throw_in_use(spec.name);
    write_header(file.memory(), spec);
    initialise(file.memory().subspan(segment_header_bytes));
    file.set_permissions(spec.group, spec.mode);
    put_in_place(file, spec.name);
    return Segment(std::make_unique<State>(
        State{spec.name, std::move(file), false, bit_of(SegmentRole::owner)}));
}

Segment Segment::adopt_or_create(const SegmentSpec& spec,
                                 const std::function<void(std::span<std::byte>)>& initialise) {
    if (std::optional<SegmentFile> file = open_ownerless(spec.name)) {
        try {
            file->map();
            require_segment(spec.name, file->memory(),
                            {spec.kind, spec.layout_hash, spec.payload_bytes});
            auto state = std::make_unique<State>(
                State{spec.name, std::move(*file), true, bit_of(SegmentRole::owner)});
            if (state->header().boot_id == boot_id()) {
                state->file.set_permissions(spec.group, spec.mode);
                state->header().heartbeat_ns.store(utc_now_ns(), std::memory_order_relaxed);
                return Segment(std::move(state));
            }
        } catch (const SegmentError& error) {
            if (error.code() == Code::system) throw;
        }
    }
    return create(spec, initialise);
}

Segment Segment::open(const std::string& name, SegmentKind kind, std::uint64_t layout_hash,
                      SegmentAccess access) {
    std::optional<SegmentFile> file = SegmentFile::open_if_there(name, access);
    if (!file)
        throw SegmentError(Code::missing, "segment /dev/shm/" + name +
                                              " does not exist: start the process that makes it, "
                                              "and check the instance in the config");
    file->map();
    require_segment(name, file->memory(), {kind, layout_hash});
    return Segment(std::make_unique<State>(State{name, std::move(*file)}));
}

Segment::Segment(std::unique_ptr<State> state) : state_(std::move(state)) {}

Segment::Segment(Segment&&) noexcept = default;
Segment& Segment::operator=(Segment&&) noexcept = default;
Segment::~Segment() = default;

std::span<std::byte> Segment::payload() const {
    return state_->file.memory().subspan(segment_header_bytes);
}

const SegmentHeader& Segment::header() const { return state_->header(); }

const std::string& Segment::name() const { return state_->name; }

bool Segment::was_adopted() const { return state_->adopted; }

bool Segment::try_lock(SegmentRole role) {
    if (!try_lock_byte(state_->file.descriptor(), byte_of(role))) return false;
    state_->roles |= bit_of(role);
    return true;
}

void Segment::unlock(SegmentRole role) {
    unlock_byte(state_->file.descriptor(), byte_of(role));
    state_->roles &= ~bit_of(role);
}

bool Segment::is_locked(SegmentRole role) const {
    return (state_->roles & bit_of(role)) != 0 ||
           is_byte_locked_elsewhere(state_->file.descriptor(), byte_of(role));
}

void Segment::beat(std::int64_t now_ns) {
    state_->header().heartbeat_ns.store(now_ns, std::memory_order_relaxed);
}

bool Segment::is_unlinked() const { return !state_->file.is_at(state_->name); }

void Segment::unlink() {
    if (!is_unlinked()) state_->file.remove(state_->name);
}

} // namespace pinion::shm
