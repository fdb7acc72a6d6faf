#pragma once

#include "engine/book/look_ahead.h"
#include "engine/book/order_book.h"
#include "engine/book/tag_index.h"
#include "latency/bench/book/event_ring.h"
#include "latency/bench/book/id_key.h"
#include "latency/bench/book/operation.h"
#include "latency/bench/book/stream.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>

namespace pinion::latency {

/// The engine's order book and index under a stream of operations: what the engine does between a
/// checked request and its reports. Every operation that changes something tells an event.
class BookPlayer {
  public:
    static constexpr std::uint32_t none = engine::OrderBook::none;
    using LookAhead = engine::LookAhead<32>;

    explicit BookPlayer(const BookShape& shape)
        : book_(shape.bands, shape.orders_max, shape.levels_max), index_(shape.orders_max) {}

    /// Plays operations of which it sees `in_hand` at any time, and publishes after as many. All in
    /// one piece: calls cost 6 % of the time.
    [[gnu::flatten]] void play(std::span<const Operation> operations, std::size_t in_hand) {
        while (!operations.empty()) {
            const auto count = std::min(in_hand, operations.size());
            if (live_ >= LookAhead::orders_min && in_hand > LookAhead::distance)
                play_looking_ahead(operations, count);
            else
                for (const auto& operation : operations.first(count)) play(operation);
            events_.publish();
            operations = operations.subspan(count);
        }
    }

    [[nodiscard]] const TradeTally& tally() const { return events_.tally(); }

  private:
    void play_looking_ahead(std::span<const Operation> operations, std::size_t count) {
        for (std::size_t now = 0; now < count; ++now) {
            const auto later = std::min(now + LookAhead::distance, operations.size() - 1);
            look_ahead_.foresee(book_, index_, foreseen(operations[later]));
            play(operations[now]);
        }
    }

    [[nodiscard]] static engine::Foreseen foreseen(const Operation& operation) {
        return {.key = key_of(operation.id),
                .is_new = operation.kind == OperationKind::add,
                .instrument = operation.instrument,
                .side = operation.side,
                .price_ticks = operation.price_ticks};
    }

    [[nodiscard]] std::uint32_t find(std::uint64_t key) const {
        return index_.find(key, [&](std::uint32_t slot) { return book_.key(slot) == key; });
    }

    void play(const Operation& operation) {
        ++sequence_;
        const auto key = key_of(operation.id);
        if (operation.kind == OperationKind::add) {
            if (operation.quantity_lots != 0 && find(key) == none)
                enter(operation, key, operation.instrument, operation.side, BookEvent::Kind::rests);
        } else if (operation.kind == OperationKind::immediate) {
            match(operation, operation.instrument, operation.side);
        } else if (const auto slot = find(key); slot != none) {
            change(operation, key, slot);
        }
    }

    void change(const Operation& operation, std::uint64_t key, std::uint32_t slot) {
        const auto order = book_.order(slot);
        const auto lots = operation.quantity_lots;
        if (operation.kind == OperationKind::cancel ||
            (operation.kind == OperationKind::size_down && lots >= order.quantity_lots)) {
            tell(BookEvent::Kind::leaves, operation, operation.id, order, slot,
                 order.quantity_lots);
            remove(slot);
        } else if (operation.kind == OperationKind::size_down) {
            book_.reduce(slot, lots);
            tell(BookEvent::Kind::shrinks, operation, operation.id, order, slot,
                 order.quantity_lots - lots);
        } else if (operation.kind == OperationKind::reprice && lots != 0) {
            move(operation, key, slot, order);
        }
    }

    [[gnu::noinline]] void move(const Operation& operation, std::uint64_t key, std::uint32_t slot,
                                const engine::BookOrder& order) {
        remove(slot);
        enter(operation, key, order.instrument, order.side, BookEvent::Kind::moves);
    }

    void enter(const Operation& operation, std::uint64_t key, std::uint32_t instrument,
               shm::Side side, BookEvent::Kind kind) {
        auto lots = operation.quantity_lots;
        if (book_.crosses(instrument, side, operation.price_ticks)) [[unlikely]] {
            lots = match(operation, instrument, side);
            if (lots == 0) return;
        }
        const auto slot = book_.add(instrument, side, operation.price_ticks, lots, key);
        book_.index_position(slot) = index_.insert(key, slot);
        ++live_;
        tell(kind, operation, operation.id, {instrument, side, operation.price_ticks, lots}, slot,
             lots);
    }

    /// What is left. Apart from the rest, which needs the registers.
    [[gnu::noinline]] std::uint64_t match(const Operation& operation, std::uint32_t instrument,
                                          shm::Side side) {
        auto lots = operation.quantity_lots;
        while (lots != 0 && book_.crosses(instrument, side, operation.price_ticks)) {
            const auto slot = book_.front(instrument, engine::opposite(side));
            const auto maker = book_.order(slot);
            const auto traded = std::min(lots, maker.quantity_lots);
            lots -= traded;
            tell(BookEvent::Kind::trades, operation, id_of(book_.key(slot)), maker, slot, traded);
            if (traded == maker.quantity_lots)
                remove(slot);
            else
                book_.reduce(slot, traded);
        }
        return lots;
    }

    void remove(std::uint32_t slot) {
        index_.erase(book_.key(slot), book_.index_position(slot),
                     [this](std::uint32_t moved, std::uint32_t position) {
                         book_.index_position(moved) = position;
                     });
        book_.remove(slot);
        --live_;
    }

    void tell(BookEvent::Kind kind, const Operation& operation, std::uint64_t id,
              const engine::BookOrder& order, std::uint32_t slot, std::uint64_t lots) {
        events_.claim() = {.kind = kind,
                           .side = order.side,
                           .spare = 0,
                           .instrument = order.instrument,
                           .order = id,
                           .taker = operation.id,
                           .price_ticks = order.price_ticks,
                           .quantity_lots = lots,
                           .sequence = sequence_,
                           .slot = slot};
        events_.stage();
    }

    engine::OrderBook book_;
    engine::TagIndex index_;
    LookAhead look_ahead_;
    EventRing events_;
    std::uint64_t sequence_ = 0;
    std::uint32_t live_ = 0;
};

} // namespace pinion::latency
