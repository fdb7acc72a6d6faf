#pragma once

#include "engine/market_options.h"
#include "engine/rules/phase_table.h"
#include "engine/rules/uncross.h"
#include "engine/state_hash.h"
#include "shm/messages/trading_phase.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace pinion::engine {

class StateReader;
class StateWriter;

/// Where trading stands in one instrument. Times are UTC in nanoseconds.
struct Market {
    shm::TradingPhase phase = shm::TradingPhase::continuous;
    std::int64_t phase_ends_ns = never;        ///< continuous trading follows by itself
    std::int64_t calendar_read_ns = not_known; ///< up to when the calendar was followed
    AuctionPrice indicative;                   ///< as it was last told; all zero outside auctions

    friend bool operator==(const Market&, const Market&) = default;
};

/// Trading phases of all instruments. Not thread-safe; allocates only when built, and then throws
/// std::invalid_argument on options that cannot be.
class Markets {
  public:
    /// `options` are of the first instruments; the others have the usual ones.
    Markets(std::vector<MarketOptions> options, std::size_t instruments);

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(markets_.size()); }

    [[nodiscard]] const Market& operator[](std::uint32_t instrument) const {
        return markets_[instrument];
    }

    [[nodiscard]] const MarketOptions& options(std::uint32_t instrument) const {
        return options_[instrument];
    }

    [[nodiscard]] bool matches(std::uint32_t instrument) const {
        return markets_[instrument].phase == shm::TradingPhase::continuous;
    }

    /// Whether some instrument is in an auction.
    [[nodiscard]] bool any_auction() const { return auctions_ != 0; }

    /// When a phase ends, or a calendar has its say; never, if none does.
    [[nodiscard]] std::int64_t earliest_ns() const { return earliest_ns_; }

    /// The same of one instrument.
    [[nodiscard]] std::int64_t due_ns(std::uint32_t instrument) const {
        return due_ns_[instrument];
    }

    /// When its calendar has its say; at once (0) if that was not looked at yet.
    [[nodiscard]] std::int64_t calendar_ns(std::uint32_t instrument) const;

    /// Whether its calendar has a closing auction.
    [[nodiscard]] bool has_close(std::uint32_t instrument) const {
        return has_phase(options_[instrument].calendar, shm::TradingPhase::closing_auction);
    }

    /// Changes that, until find_earliest() is called, earliest_ns() does not know.
    void begin_phase(std::uint32_t instrument, shm::TradingPhase phase, std::int64_t ends_ns);
    void read_calendar(std::uint32_t instrument, std::int64_t time_ns);
    void find_earliest();

    void tell(std::uint32_t instrument, const AuctionPrice& indicative) {
        markets_[instrument].indicative = indicative;
    }

    void fold_into(StateHash& hash) const;

    void save(StateWriter& writer) const;
    /// Into what was just built.
    void load(StateReader& reader, std::uint32_t instruments);

  private:
    /// Closed until a calendar was looked at.
    [[nodiscard]] Market initial(std::uint32_t instrument) const;
    void note_due(std::uint32_t instrument);

    std::vector<MarketOptions> options_;
    std::vector<Market> markets_;
    std::vector<std::int64_t> due_ns_; ///< follows from these
    std::int64_t earliest_ns_ = never;
    std::size_t auctions_ = 0;
    bool is_earliest_known_ = true;
};

} // namespace pinion::engine
