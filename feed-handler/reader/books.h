#pragma once

#include "feed-handler/reader/book.h"
#include "shm/messages/feed_event.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace pinion::feed {

/// The books of all instruments of one feed, or of one of them. Everything that enters is checked:
/// its source is another process's memory. Thread safety: none.
class Books {
  public:
    static constexpr std::uint32_t all_instruments = ~std::uint32_t{0};

    Books() = default;
    Books(Books&&) = default;
    Books& operator=(Books&&) = default;
    Books(const Books&) = delete; ///< each Book refers to the orders kept here
    Books& operator=(const Books&) = delete;
    ~Books() = default;

    /// Allocates for `order_slots` orders. With `only`, the other instruments' books stay empty.
    Books(std::uint32_t instruments, std::uint64_t order_slots,
          std::uint32_t only = all_instruments);

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(books_.size()); }

    /// `instrument` < size().
    [[nodiscard]] const Book& operator[](std::uint32_t instrument) const {
        return books_[instrument];
    }

    /// Where trading stands; phase 0 counts as continuous. `instrument` < size().
    [[nodiscard]] const shm::ImageMarket& market(std::uint32_t instrument) const {
        return markets_[instrument];
    }

    /// Applies the feed's `sequence`-th event. False if it contradicts the books, which then stay
    /// as they are.
    [[nodiscard]] bool apply(const shm::FeedEvent& event, std::uint64_t sequence);

    /// Makes the books hold what lies in the slots, and stand where the markets do, of which there
    /// are size() at least. False, and empty books, if the orders or markets cannot be.
    [[nodiscard]] bool load(std::span<const shm::ImageOrder> slots,
                            std::span<const shm::ImageMarket> markets);

    /// Fingerprint of the resting orders, as shm/book_hash.h defines it.
    [[nodiscard]] std::uint64_t hash() const;

  private:
    struct Place;

    [[nodiscard]] bool is_wanted(std::uint32_t instrument) const {
        return only_ == all_instruments || only_ == instrument;
    }

    void clear();

    std::vector<BookOrder> orders_;
    std::vector<Book> books_;
    std::vector<shm::ImageMarket> markets_;
    std::uint32_t only_ = all_instruments;
};

} // namespace pinion::feed
