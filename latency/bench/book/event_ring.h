#pragma once

#include "latency/bench/book/book_event.h"
#include "latency/bench/book/trade.h"
#include "latency/bench/shared_ring.h"
#include "shm/spsc_ring.h"

#include <cstdint>

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

    /// Shows all staged events, reads them and counts their trades.
    void publish() {
        writer_.release();
        auto tally = tally_;
        std::uint64_t read = 0;
        while (const auto* event = reader_.peek_ahead(read)) {
            tally.add_if(event->kind == BookEvent::Kind::trades,
                         {event->order, event->taker, event->price_ticks, event->quantity_lots});
            ++read;
        }
        reader_.seek(reader_.position() + read);
        tally_ = tally;
    }

    [[nodiscard]] const TradeTally& tally() const { return tally_; }

  private:
    SharedRing<shm::SpscRing<BookEvent>> memory_{slots};
    shm::SpscWriter<BookEvent> writer_{memory_.memory()};
    shm::SpscReader<BookEvent> reader_{memory_.memory()};
    TradeTally tally_;
};

} // namespace pinion::latency
