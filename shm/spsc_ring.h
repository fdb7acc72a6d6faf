#pragma once

#include "shm/cache_line.h"
#include "shm/ring_slots.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <type_traits>

/// Single-producer single-consumer ring in shared memory, for messages that must not be lost.
///
/// Each slot carries a sequence stamp in its own last cache line, so a hop moves the message's
/// lines and nothing else: the reader learns from the slot itself that it is filled (the idea of
/// FastForward, Giacomoni et al., PPoPP 2008, with a sequence in place of a null test, so that a
/// restarted peer finds its place). The reader never writes a slot; it publishes how far it has
/// consumed every few dozen messages and when idle, and only a writer that believes the ring to be
/// full looks at it.
///
///   header:  | slot_count, slot_bytes | consumed             | written              |
///            | written once           | the reader's line    | the writer's line    |
///   slot:    | message, whole lines but for 8 bytes ...       | stamp, 8 bytes       |
///
/// Invariants:
///  1. Position p counts from 0, or from where `format` says, and never wraps; it lives in slot p %
///  slot_count; its stamp is p+1.
///  2. Position p is written only once `consumed` > p - slot_count: an unread message is never
///  overwritten.
///  3. The stamp is stored last, with release: a writer that dies half-way leaves the slot unseen.
///  4. `written` and `consumed` are hints for newcomers and monitors; the stamps are the truth.
///
/// Thread safety: one SpscWriter and one SpscReader at a time, each used by one thread, in one
/// process or two. Who may be the writer is decided by a segment's lock (shm/segment.h), not here.
///
/// Trust: nothing that the other end writes can lead outside the ring or into an endless loop; it
/// can only lose its own messages. A message may change while it is read in place: a reader that
/// does not trust the writer copies it before checking it.
namespace pinion::shm {

template <class Message>
struct alignas(cache_line_bytes) SpscSlot {
    static_assert(std::is_trivially_copyable_v<Message>);
    static_assert((sizeof(Message) + sizeof(std::uint64_t)) % cache_line_bytes == 0,
                  "message and stamp fill whole cache lines");
    Message message;
    std::atomic<std::uint64_t> stamp;
};

struct SpscRingHeader {
    RingShape shape;
    alignas(cache_line_bytes) std::atomic<std::uint64_t> consumed; ///< written by the reader only
    alignas(cache_line_bytes) std::atomic<std::uint64_t> written;  ///< written by the writer only
};

static_assert(sizeof(SpscRingHeader) == 3 * cache_line_bytes);
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

/// The ring as both ends see it. Make the memory a ring once with `format`; both ends attach with
/// the constructor.
template <class Message>
class SpscRing {
  public:
    using Slot = SpscSlot<Message>;

    [[nodiscard]] static constexpr std::size_t bytes(std::uint64_t slot_count) {
        return sizeof(SpscRingHeader) + slot_count * sizeof(Slot);
    }

    /// Makes zero-filled memory an empty ring whose first message has the position `begin`. Throws
    /// std::runtime_error when it does not fit.
    static void format(std::span<std::byte> memory, std::uint64_t slot_count,
                       std::uint64_t begin = 0) {
        RingShape::require_fit(memory, sizeof(SpscRingHeader), slot_count, sizeof(Slot));
        auto* header = new (memory.data()) SpscRingHeader{};
        header->shape = {slot_count, sizeof(Slot), begin};
        header->consumed.store(begin, std::memory_order_relaxed);
        header->written.store(begin, std::memory_order_relaxed);
    }

    /// Throws std::runtime_error when the memory holds no ring of this message.
    explicit SpscRing(std::span<std::byte> memory)
        : slot_count_(RingShape::checked_slot_count(memory, sizeof(SpscRingHeader), sizeof(Slot))),
          header_(reinterpret_cast<SpscRingHeader*>(memory.data())),
          slots_(reinterpret_cast<Slot*>(memory.data() + sizeof(SpscRingHeader))) {}

    [[nodiscard]] std::uint64_t slot_count() const { return slot_count_; }

    /// Messages in flight, as the hints have it; for monitors.
    [[nodiscard]] std::uint64_t depth() const {
        const std::uint64_t consumed = header_->consumed.load(std::memory_order_relaxed);
        const std::uint64_t written = header_->written.load(std::memory_order_relaxed);
        return written > consumed ? written - consumed : 0;
    }

  protected:
    [[nodiscard]] Slot& slot(std::uint64_t position) const {
        return slots_[position & (slot_count_ - 1)];
    }

    std::uint64_t slot_count_;
    SpscRingHeader* header_;
    Slot* slots_;
};

/// The producer's end. A new writer on a used ring goes on where the last one stopped.
///
/// Writing has two steps, so that output can be prepared before it may be seen: `stage` fixes a
/// message's place, `release` makes all staged messages visible. `publish` is both.
template <class Message>
class SpscWriter : public SpscRing<Message> {
  public:
    explicit SpscWriter(std::span<std::byte> memory) : SpscRing<Message>(memory) {
        consumed_ = this->header_->consumed.load(std::memory_order_acquire);
        next_ = consumed_;
        while (next_ - consumed_ < this->slot_count_ &&
               this->slot(next_).stamp.load(std::memory_order_acquire) == next_ + 1)
            ++next_;
        released_ = next_;
        this->header_->written.store(released_, std::memory_order_relaxed);
    }

    /// Where to write the next message, or null when the ring is full. The slot holds an old
    /// message's bytes.
    [[nodiscard]] Message* try_claim() {
        if (next_ - consumed_ >= this->slot_count_) {
            consumed_ = this->header_->consumed.load(std::memory_order_acquire);
            if (next_ - consumed_ >= this->slot_count_) return nullptr;
        }
        return &this->slot(next_).message;
    }

    /// Keeps the claimed message for `release`.
    void stage() { ++next_; }

    /// Makes the staged messages before `position` visible, in order.
    void release(std::uint64_t position) {
        auto* const slots = this->slots_; // both copied, so as not to be read again for each stamp
        const auto mask = this->slot_count_ - 1;
        for (auto at = released_; at != position; ++at)
            slots[at & mask].stamp.store(at + 1, std::memory_order_release);
        released_ = position;
        this->header_->written.store(position, std::memory_order_relaxed);
    }

    void release() { release(next_); }

    /// Makes the claimed message visible at once.
    void publish() {
        stage();
        release();
    }

    /// Copies `message` in and publishes it; false when the ring is full.
    [[nodiscard]] bool try_write(const Message& message) {
        Message* claimed = try_claim();
        if (claimed == nullptr) return false;
        *claimed = message;
        publish();
        return true;
    }

    /// Slots that can be claimed now without asking again.
    [[nodiscard]] std::uint64_t free_slots() {
        consumed_ = this->header_->consumed.load(std::memory_order_acquire);
        const std::uint64_t used = next_ - consumed_;
        return used < this->slot_count_ ? this->slot_count_ - used : 0;
    }

    /// Position that the next claimed message will have.
    [[nodiscard]] std::uint64_t position() const { return next_; }

  private:
    std::uint64_t next_;
    std::uint64_t released_;
    std::uint64_t consumed_;
};

/// The consumer's end. A new reader on a used ring starts at the last published `consumed`, which
/// may lie a few dozen messages behind what was consumed; who must not see a message twice says how
/// far it came with `seek`.
template <class Message>
class SpscReader : public SpscRing<Message> {
  public:
    explicit SpscReader(std::span<std::byte> memory)
        : SpscRing<Message>(memory), next_(this->header_->consumed.load(std::memory_order_acquire)),
          published_(next_),
          publish_interval_(std::min<std::uint64_t>(32, this->slot_count_ / 4 + 1)) {}

    /// The oldest unread message, in place, or null when there is none. Valid until `pop`.
    [[nodiscard]] const Message* peek() {
        if (const Message* message = peek_ahead(0)) return message;
        publish_consumed();
        return nullptr;
    }

    /// The message `distance` behind the oldest unread one, or null: for look-ahead.
    [[nodiscard]] const Message* peek_ahead(std::uint64_t distance) const {
        const auto& slot = this->slot(next_ + distance);
        return slot.stamp.load(std::memory_order_acquire) == next_ + distance + 1 ? &slot.message
                                                                                  : nullptr;
    }

    /// Gives the oldest unread message's slot back.
    void pop() {
        if (++next_ - published_ >= publish_interval_) publish_consumed();
    }

    [[nodiscard]] bool try_read(Message& message) {
        const Message* next = peek();
        if (next == nullptr) return false;
        message = *next;
        pop();
        return true;
    }

    /// Tells the writer at once how far this reader came; `peek` does it when the ring is empty.
    void publish_consumed() {
        if (published_ == next_) return;
        published_ = next_;
        this->header_->consumed.store(next_, std::memory_order_release);
    }

    /// Skips to `position` (that of the next message wanted) if that is ahead.
    void seek(std::uint64_t position) {
        next_ = std::max(next_, position);
        publish_consumed();
    }

    /// Position of the message that `peek` shows.
    [[nodiscard]] std::uint64_t position() const { return next_; }

  private:
    std::uint64_t next_;
    std::uint64_t published_;
    std::uint64_t publish_interval_;
};

} // namespace pinion::shm
