#pragma once

#include "engine/book/look_ahead.h"
#include "engine/book/order_book.h"
#include "engine/book/tag_index.h"
#include "engine/changed_prices.h"
#include "engine/day_ids.h"
#include "engine/engine_options.h"
#include "engine/expiry_queue.h"
#include "engine/order_details.h"
#include "engine/state_hash.h"
#include "engine/waiting_orders.h"
#include "shm/messages/command.h"
#include "shm/messages/order_terms.h"
#include "shm/messages/reject_reason.h"

#include <cstdint>
#include <vector>

namespace pinion::engine {

class StateReader;
class StateWriter;

/// A range of instruments' indices.
struct Instruments {
    std::uint32_t first;
    std::uint32_t end; ///< behind the last
};

/// All orders: the four places where they wait, their details, the index of live ids, the day's
/// ids and the expiries, kept in step. An order begins, may wait, and ends; only waiting orders
/// have a slot, and a slot tells the place: first the book's, then the stops', the held ones', and
/// those of orders at the close.
/// Not thread-safe; allocates only when built, and then throws std::invalid_argument on impossible
/// options.
class Orders {
  public:
    static constexpr std::uint32_t none = ~std::uint32_t{0};

    /// So many requests ahead of its turn a request is to be foreseen. They take some 200 ns each.
    static constexpr std::uint64_t foresee_distance = 8;

    explicit Orders(const EngineOptions& options);

    [[nodiscard]] const OrderBook& book() const { return book_; }

    /// By stop price. Buys stand on the sell side and sells on the buy side, since the lowest buy
    /// stop and the highest sell stop are the first.
    [[nodiscard]] const WaitingOrders& stops() const { return stops_; }

    [[nodiscard]] const WaitingOrders& held() const { return held_; }

    /// Orders at the close, before their auction.
    [[nodiscard]] const WaitingOrders& closing() const { return closing_; }

    [[nodiscard]] const DayIds& day_ids() const { return day_ids_; }

    [[nodiscard]] const ExpiryQueue& expiries() const { return expiries_; }

    [[nodiscard]] bool is_in_book(std::uint32_t slot) const { return slot < first_stop_slot_; }

    [[nodiscard]] bool waits_for_price(std::uint32_t slot) const {
        return !is_in_book(slot) && slot < first_held_slot_;
    }

    [[nodiscard]] bool is_held(std::uint32_t slot) const {
        return slot >= first_held_slot_ && slot < first_closing_slot_;
    }

    [[nodiscard]] bool waits_for_close(std::uint32_t slot) const {
        return slot >= first_closing_slot_;
    }

    /// Whether somebody waits in the instrument whom a trade or a new order could wake.
    [[nodiscard]] bool somebody_waits(std::uint32_t instrument) const {
        return stops_.any(instrument) || held_.any(instrument);
    }

    /// Whether some order in the instrument's book shows only a part.
    [[nodiscard]] bool has_icebergs(std::uint32_t instrument) const {
        return iceberg_counts_[instrument] != 0;
    }

    /// All lots of the book at the price of `slot`, hidden ones too.
    [[nodiscard]] std::uint64_t level_lots(std::uint32_t slot) const {
        return book_.level_lots(slot) + hidden_lots_[book_.level_number(slot)];
    }

    /// What held orders of the instrument have not been looked at for yet.
    [[nodiscard]] const ChangedPrices& changed_prices(std::uint32_t instrument) const {
        return changed_prices_[instrument];
    }

    /// None of the instrument's held orders can trade now.
    void held_are_settled(std::uint32_t instrument) { changed_prices_[instrument].all_are_seen(); }

    /// Any of them may be able to.
    void held_may_trade(std::uint32_t instrument) { changed_prices_[instrument].note_all(); }

    /// Whether some bid is at or above an ask.
    [[nodiscard]] bool is_crossed(std::uint32_t instrument) const;

    [[nodiscard]] Instruments all_instruments() const {
        return {0, static_cast<std::uint32_t>(iceberg_counts_.size())};
    }

    /// The slot of the live order whose current ClOrdID this is, or none.
    [[nodiscard]] std::uint32_t find_live(const IdKey& key) const;
    void read(std::uint32_t slot, Order& order) const;

    [[nodiscard]] Order resting(std::uint32_t slot) const {
        Order order;
        read(slot, order);
        return order;
    }

    /// What its place knows of the order: of an iceberg in the book, the lots that are shown.
    [[nodiscard]] std::uint64_t shown_lots(std::uint32_t slot) const;

    [[nodiscard]] const OrderDetails& details(std::uint32_t slot) const { return details_[slot]; }

    /// A hint: fetches what a request that waits for its turn will touch.
    void foresee(const shm::Command& command);

    /// Remembers the order under its ClOrdID. Needs room in the day's ids.
    void begin(Order& order, const IdKey& key);
    /// Remembers an id that was used up for something else than a new order, if there is room.
    void remember_alias(const IdKey& key, std::uint32_t record);
    /// Puts the order into a place, last at its price; its slot. Needs room there. The book gets
    /// only the lots that the order shows.
    std::uint32_t rest(Order& order);
    std::uint32_t wait_for_price(Order& order);
    std::uint32_t hold(Order& order);
    std::uint32_t wait_for_close(Order& order);
    /// An order that is in no place has come to its end.
    void end(const Order& order, shm::OrdStatus status, shm::RejectReason reason);
    /// A waiting order traded `lots`; `maker` is what became of it. False if it left its place:
    /// filled, and at its end, or without another lot to show.
    bool fill(std::uint32_t slot, const Order& maker, std::uint64_t lots);
    /// A waiting order leaves its place, and has come to its end unless it will wait again.
    void withdraw(std::uint32_t slot);
    /// A waiting order has new terms but keeps its place; not more lots than before.
    void amend(std::uint32_t slot, Order& order);
    /// A live order gets a new ClOrdID. Needs room in the day's ids.
    void rename(std::uint32_t slot, Order& order, const IdKey& key);
    /// Forgets the day's ids but the latest one of each live order.
    void begin_day();

    /// Visits the slots of all waiting orders of some instruments: the book, the stops, the held
    /// ones, those at the close; in each, instruments in rising index, buys first, each side in
    /// priority. The visitor may withdraw the order it visits.
    template <typename Visitor>
    void for_each(Instruments instruments, Visitor visit) const {
        using shm::Side;
        visit_place(book_, instruments, Side::buy, visit);
        visit_place(stops_, instruments, Side::sell, visit);
        visit_place(held_, instruments, Side::buy, visit);
        visit_place(closing_, instruments, Side::buy, visit);
    }

    /// The same of those of an instrument that wait for its close.
    template <typename Visitor>
    void for_each_at_close(std::uint32_t instrument, Visitor visit) const {
        visit_place(closing_, {instrument, instrument + 1}, shm::Side::buy, visit);
    }

    template <typename Visitor>
    void for_each(Visitor visit) const {
        for_each(all_instruments(), visit);
    }

    void fold_into(StateHash& hash) const;

    /// What does not hold in the tables, in words; null if all does. Walks all orders, and
    /// allocates: for tests.
    [[nodiscard]] const char* broken() const;

    void save(StateWriter& writer) const;
    /// Into what was just built. `last_order_id` is the highest there may be.
    void load(StateReader& reader, const EngineOptions& options, std::uint64_t last_order_id);

  private:
    OrderBook book_;
    WaitingOrders stops_;
    WaitingOrders held_;
    WaitingOrders closing_;
    std::uint32_t first_stop_slot_;
    std::uint32_t first_held_slot_;
    std::uint32_t first_closing_slot_;
    std::vector<OrderDetails, HugePageAllocator<OrderDetails>> details_; ///< by slot
    std::vector<OrderExtras> extras_;                                    ///< by slot
    std::vector<std::uint32_t> iceberg_counts_;                          ///< by instrument
    std::vector<std::uint64_t> hidden_lots_;                             ///< by level of the book
    std::vector<ChangedPrices> changed_prices_; ///< by instrument; not kept while nobody is held
    TagIndex live_ids_;
    DayIds day_ids_;
    ExpiryQueue expiries_;
    LookAhead<foresee_distance> look_ahead_;

    template <typename Place, typename Visitor>
    static void visit_place(const Place& place, Instruments instruments, shm::Side first_side,
                            Visitor& visit) {
        for (auto instrument = instruments.first; instrument < instruments.end; ++instrument)
            for (const auto side : {first_side, opposite(first_side)})
                for (auto slot = place.front(instrument, side); slot != none;) {
                    const auto next = place.next(slot);
                    visit(slot);
                    slot = next;
                }
    }

    template <typename Use>
    [[nodiscard]] decltype(auto) at_place(std::uint32_t slot, Use use) const {
        if (is_in_book(slot)) return use(book_);
        if (waits_for_close(slot)) return use(closing_);
        return use(is_held(slot) ? held_ : stops_);
    }

    template <typename Use>
    decltype(auto) at_place(std::uint32_t slot, Use use) {
        if (is_in_book(slot)) return use(book_);
        if (waits_for_close(slot)) return use(closing_);
        return use(is_held(slot) ? held_ : stops_);
    }

    /// Does not change when another place is made larger.
    [[nodiscard]] std::uint32_t number_in_place(std::uint32_t slot) const {
        if (is_in_book(slot)) return slot;
        if (waits_for_close(slot)) return slot - first_closing_slot_;
        return slot - (is_held(slot) ? first_held_slot_ : first_stop_slot_);
    }

    [[nodiscard]] std::uint64_t key(std::uint32_t slot) const;
    [[nodiscard]] std::uint32_t& index_position(std::uint32_t slot);
    std::uint32_t enter(std::uint32_t slot, const Order& order);
    /// Details, extras and expiry.
    void write_terms(std::uint32_t slot, const Order& order);
    void forget_expiry(std::uint32_t slot);
    /// Held orders may want to know that an order came to its place, or leaves it.
    void note_change(std::uint32_t slot);
    /// The same of an order that stays with fewer lots. If it is a held one it may be able to
    /// trade.
    void note_new_terms(std::uint32_t slot);
    void index(std::uint32_t slot);
    void unindex(std::uint32_t slot);
};

} // namespace pinion::engine
