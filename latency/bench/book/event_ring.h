#pragma once

#include "latency/bench/book/book_event.h"
#include "latency/bench/book/trade.h"
#include "latency/bench/shared_ring.h"
#include "shm/spsc_ring.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace pinion::latency {

/// The ring into which a book writes what happens, and its reader, on the same core: what another
/// core makes of the events is not the book's cost, and would double it by its placement alone.
class EventRing {
  public:
    static constexpr std::uint64_t slots = 256;

    /// Where the next event is to be written.
    [[nodiscard]] BookEvent& claim() {
        if (auto* event = writer_.try_claim()) [[likely]]
            return *event;
        publish();
        return *writer_.try_claim();
    }

    void stage() { writer_.stage(); }

    /// Shows all staged events, reads them and counts their trades, which are picked out without a
    /// branch first: it would be guessed wrong too often.
    void publish() {
        writer_.release();
        std::array<const BookEvent*, slots + 1> trades;
        std::size_t trade_count = 0;
        const auto reader = reader_; // a copy of its own need not be read again
        std::uint64_t read = 0;
        while (const auto* event = reader.peek_ahead(read)) {
            trades[trade_count] = event;
            trade_count += event->kind == BookEvent::Kind::trades ? 1 : 0;
            ++read;
        }
        for (const auto* trade : std::span(trades).first(trade_count))
            tally_.add({trade->order, trade->taker, trade->price_ticks, trade->quantity_lots});
        reader_.seek(reader_.position() + read);
    }

    [[nodiscard]] const TradeTally& tally() const { return tally_; }

  private:
    SharedRing<shm::SpscRing<BookEvent>> memory_{slots};
    shm::SpscWriter<BookEvent> writer_{memory_.memory()};
    shm::SpscReader<BookEvent> reader_{memory_.memory()};
    TradeTally tally_;
};

} // namespace pinion::latency
