#pragma once

#include "shm/cache_line.h"
#include "shm/ring_slots.h"
#include "shm/stamped_words.h"

#include <atomic>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <new>
#include <span>
#include <stdexcept>
#include <string>

/// One writer, any number of read-only readers that can neither slow nor corrupt it; a reader that
/// is lapped knows it.
///
///   header:  | slot_count, slot_bytes, written once | written, the writer's line |
///   slot:    | message, whole lines but for 8 bytes ...          | stamp, 8 bytes |
///
/// Invariants:
///  1. Sequence s counts from 1, in a ring that goes on with another's history from begin + 1; it
///  lives in slot (s - 1) % slot_count; the slot's stamp is s.
///  2. The writer never waits and never reads what a reader wrote.
///  3. A message is visible only whole: the stamp says `writing` while its words change.
///  4. `written` is a hint for newcomers; the stamps are the truth.
///
/// Thread safety: one BroadcastWriter at a time; each BroadcastReader is used by one thread and
/// keeps its place in its own memory, so that the mapping may be read-only.
namespace pinion::shm {

struct BroadcastRingHeader {
    RingShape shape;
    alignas(cache_line_bytes) std::atomic<std::uint64_t> written; ///< the last released sequence
};

static_assert(sizeof(BroadcastRingHeader) == 2 * cache_line_bytes);

template <class Message>
struct alignas(cache_line_bytes) BroadcastSlot {
    static_assert((sizeof(Message) + sizeof(std::uint64_t)) % cache_line_bytes == 0,
                  "message and stamp fill whole cache lines");
    StampedWords<Message> content;
};

template <class Message>
class BroadcastRing {
  public:
    using Slot = BroadcastSlot<Message>;

    [[nodiscard]] static constexpr std::size_t bytes(std::uint64_t slot_count) {
        return sizeof(BroadcastRingHeader) + slot_count * sizeof(Slot);
    }

    /// Makes zero-filled memory an empty ring, in which `begin` counts as the last sequence
    /// written: who wants that or an earlier one is lapped. Throws std::runtime_error when it does
    /// not fit.
    static void format(std::span<std::byte> memory, std::uint64_t slot_count,
                       std::uint64_t begin = 0) {
        RingShape::require_fit(memory, sizeof(BroadcastRingHeader), slot_count, sizeof(Slot));
        auto* header = new (memory.data()) BroadcastRingHeader{};
        header->shape = {slot_count, sizeof(Slot), begin};
        header->written.store(begin, std::memory_order_relaxed);
    }

    /// Throws std::runtime_error when the memory holds no ring of this message.
    explicit BroadcastRing(std::span<const std::byte> memory)
        : slot_count_(
              RingShape::checked_slot_count(memory, sizeof(BroadcastRingHeader), sizeof(Slot))),
          begin_(read_once(reinterpret_cast<const RingShape*>(memory.data())->begin)),
          header_(reinterpret_cast<const BroadcastRingHeader*>(memory.data())),
          slots_(reinterpret_cast<const Slot*>(memory.data() + sizeof(BroadcastRingHeader))) {}

    [[nodiscard]] std::uint64_t slot_count() const { return slot_count_; }

    /// What was counted before the ring was made: the first message is the next one.
    [[nodiscard]] std::uint64_t begin() const { return begin_; }

    /// The last released sequence (0: none), as the writer's hint has it.
    [[nodiscard]] std::uint64_t written() const {
        return header_->written.load(std::memory_order_acquire);
    }

  protected:
    [[nodiscard]] const Slot& slot(std::uint64_t sequence) const {
        return slots_[(sequence - 1) & (slot_count_ - 1)];
    }

    std::uint64_t slot_count_;
    std::uint64_t begin_;
    const BroadcastRingHeader* header_;
    const Slot* slots_;
};

/// The writer's end. A new writer on a used ring goes on behind the last whole message. `stage`
/// writes a message that nobody sees until `release`; at most `slot_count` may be staged at a time.
/// What a dead writer staged and did not release is gone, as if it had never been written.
template <class Message>
class BroadcastWriter : private BroadcastRing<Message> {
    using Ring = BroadcastRing<Message>;

  public:
    /// Throws std::runtime_error when the memory holds no ring of this message, or a damaged one.
    explicit BroadcastWriter(std::span<std::byte> memory)
        : Ring(memory), writable_header_(reinterpret_cast<BroadcastRingHeader*>(memory.data())),
          writable_slots_(
              reinterpret_cast<typename Ring::Slot*>(memory.data() + sizeof(BroadcastRingHeader))),
          staged_(last_released()), released_(staged_) {
        writable_header_->written.store(released_, std::memory_order_release);
    }

    using Ring::slot_count;
    using Ring::written;

    /// Writes the next message unseen and returns its sequence.
    std::uint64_t stage(const Message& message) {
        assert(unreleased() < slot_count());
        ++staged_;
        fetch_slot(staged_ + slots_ahead);
        writable_slot(staged_).content.stage(message, staged_);
        return staged_;
    }

    /// Where to write the next message, unseen: it holds an old message's bytes.
    [[nodiscard]] Message& claim() {
        assert(unreleased() < slot_count());
#ifdef PINION_THREAD_SANITIZER
        return apart_;
#else
        fetch_slot(staged_ + slots_ahead);
        return writable_slot(staged_ + 1).content.claim(staged_ + 1);
#endif
    }

    /// Keeps the claimed message for `release`; returns its sequence.
    std::uint64_t stage() {
#ifdef PINION_THREAD_SANITIZER
        return stage(apart_);
#else
        return ++staged_;
#endif
    }

    /// Makes the staged messages up to `sequence` visible, in order.
    void release(std::uint64_t sequence) {
        assert(sequence <= staged_);
        while (released_ < sequence) {
            ++released_;
            writable_slot(released_).content.release(released_);
        }
        writable_header_->written.store(released_, std::memory_order_release);
    }

    void release() { release(staged_); }

    /// Writes and releases one message; returns its sequence.
    std::uint64_t publish(const Message& message) {
        stage(message);
        release();
        return staged_;
    }

    /// The last staged sequence.
    [[nodiscard]] std::uint64_t staged() const { return staged_; }

    /// Messages staged and not released.
    [[nodiscard]] std::uint64_t unreleased() const { return staged_ - released_; }

  private:
    /// A writer that died in `release` may have stamped up to a ring's worth of messages that
    /// `written` does not tell of yet. A hint that its slot does not bear out is damage.
    [[nodiscard]] std::uint64_t last_released() const {
        std::uint64_t last = written();
        const std::uint64_t found =
            this->slot(last).content.stamp() & ~StampedWords<Message>::writing;
        const bool is_borne_out =
            last < StampedWords<Message>::writing &&
            (last == this->begin_ || found == last || found == last + slot_count());
        if (!is_borne_out)
            throw std::runtime_error("ring is damaged: it says that " + std::to_string(last) +
                                     " messages were written, the slot of the last one holds " +
                                     std::to_string(found));
        for (std::uint64_t i = 0; i < slot_count(); ++i, ++last)
            if (this->slot(last + 1).content.stamp() != last + 1) break;
        return last;
    }

    /// A slot that was last written a ring ago lies in a far cache by now, and stores that wait for
    /// their lines hold up all that follows. Readers wait at nearer slots.
    static constexpr std::uint64_t slots_ahead = 4;

    void fetch_slot(std::uint64_t sequence) {
        const auto* bytes = reinterpret_cast<const std::byte*>(&writable_slot(sequence));
        for (std::size_t at = 0; at < sizeof(typename Ring::Slot); at += cache_line_bytes)
            __builtin_prefetch(bytes + at, 1);
    }

    [[nodiscard]] typename Ring::Slot& writable_slot(std::uint64_t sequence) {
        return writable_slots_[(sequence - 1) & (this->slot_count_ - 1)];
    }

    BroadcastRingHeader* writable_header_;
    typename Ring::Slot* writable_slots_;
    std::uint64_t staged_;
    std::uint64_t released_;
#ifdef PINION_THREAD_SANITIZER
    Message apart_; ///< the claimed message: the sanitizer wants to see it copied word by word
#endif
};

enum class BroadcastRead {
    ready,  ///< a message was copied
    empty,  ///< the writer has not released the next one yet
    lapped, ///< the writer has overwritten what came next: messages are lost to this reader
};

/// A reader's end. Attaches anywhere; a fresh one starts behind the newest message.
template <class Message>
class BroadcastReader : public BroadcastRing<Message> {
    using Ring = BroadcastRing<Message>;

  public:
    explicit BroadcastReader(std::span<const std::byte> memory)
        : Ring(memory), next_(Ring::written() + 1) {}

    /// Copies the next message into `message`.
    [[nodiscard]] BroadcastRead poll(Message& message) {
        const auto& content = this->slot(next_).content;
        if (content.try_read(message, next_)) {
            ++next_;
            return BroadcastRead::ready;
        }
        const std::uint64_t found = content.stamp() & ~StampedWords<Message>::writing;
        return found > next_ || next_ <= this->begin_ ? BroadcastRead::lapped
                                                      : BroadcastRead::empty;
    }

    /// Has the message fetched that comes so many behind the next one.
    void prefetch(std::uint64_t distance) const {
        const auto* bytes = reinterpret_cast<const std::byte*>(&this->slot(next_ + distance));
        for (std::size_t at = 0; at < sizeof(typename Ring::Slot); at += cache_line_bytes)
            __builtin_prefetch(bytes + at);
    }

    /// The sequence that `poll` will deliver next.
    [[nodiscard]] std::uint64_t next() const { return next_; }

    void seek(std::uint64_t sequence) { next_ = sequence; }

  private:
    std::uint64_t next_;
};

} // namespace pinion::shm
