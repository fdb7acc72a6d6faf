#pragma once

#include "engine/book/huge_page_allocator.h"
#include "engine/book/tag_index.h"
#include "latency/bench/book/stream.h"
#include "latency/floors/touches.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace pinion::latency {

/// Floor of every order book: a loop that does only the memory touches of a stream's operations.
/// It keeps no lists and no prices and looks for nothing but ids. The same index: the book's own.
/// The same arena: half a line for an order, a quarter for a level. Touched are
///
///   new        index, level, the order that was last there
///   leaves     index, order, level
///   shrinks    index, order, level
///   moves      index, order, both levels
///   fill       order, level, index
///
/// and a line of an event ring for each event. Who trades with whom, slots and levels are known
/// before the clock runs and read in one go; what is found by its id is told only to who looks
/// ahead: it fetches an operation's lines a few operations before its turn, but for the order that
/// is last in a level.
class BookTouches {
  public:
    BookTouches(std::shared_ptr<const TouchList> list, std::uint32_t orders_max);

    void touch(std::size_t first, std::size_t end);
    void touch_looking_ahead(std::size_t first, std::size_t end);

    /// Something of what was touched, so that nothing can be left out.
    [[nodiscard]] std::uint64_t sum() const;

  private:
    struct alignas(32) Order {
        std::uint32_t next;
        std::uint32_t prev;
        std::uint32_t level;
        std::uint32_t index_position;
        std::uint64_t lots;
        std::uint64_t key;
    };

    struct alignas(16) Level {
        std::uint32_t next;
        std::uint32_t last;
        std::uint64_t lots;
    };

    struct alignas(64) EventLine {
        std::uint64_t stamp;
    };

    static_assert(sizeof(Order) == 32 && sizeof(Level) == 16 && sizeof(EventLine) == 64);

    static constexpr std::size_t distance = 12; ///< of looking ahead, in operations

    void touch(const Touches& touches);
    void fill(std::uint32_t filled);
    void rest(const Touches& touches);
    void change(const Touches& touches);
    void leave(std::uint32_t slot);
    void enter(std::uint32_t slot, const Touches& touches);
    [[nodiscard]] std::uint32_t find(std::uint64_t key) const;

    void tell() {
        ring_[events_ % ring_.size()].stamp = events_;
        ++events_;
    }

    std::shared_ptr<const TouchList> list_;
    const std::uint32_t* next_filled_;
    std::uint64_t events_ = 0;
    engine::TagIndex index_;
    std::vector<Order, engine::HugePageAllocator<Order>> orders_;
    std::vector<Level, engine::HugePageAllocator<Level>> levels_;
    std::array<EventLine, 256> ring_{};
};

} // namespace pinion::latency
