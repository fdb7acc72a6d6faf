#pragma once

#include "feed-handler/reader/feed_reader.h"
#include "shm/layout/instrument_record.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace pinion::feed {

/// What pinion-book shows of one instrument at one moment, in decimals.
struct BookPicture {
    struct Level {
        std::string price;
        std::string quantity;
        std::uint32_t orders;
    };

    struct Trade {
        std::int64_t time_ns; ///< UTC
        std::string price;
        std::string quantity;
    };

    struct LastTrade {
        std::string price;
        std::string quantity;
    };

    /// What an auction would come to.
    struct Indicative {
        std::string price;
        std::string quantity;
        std::string surplus;
        shm::Side surplus_side; ///< 0: there is none
    };

    std::string symbol;
    FeedHealth health;
    shm::TradingPhase phase = shm::TradingPhase::continuous;
    std::optional<Indicative> indicative; ///< while an auction has a price
    std::vector<Level> bids;              ///< best first
    std::vector<Level> asks;              ///< best first
    std::optional<LastTrade> last_trade;  ///< also one before the reader came
    std::vector<Trade> trades;            ///< as the caller saw them, the earliest first
};

/// The first `depth` levels of the symbol's book; empty sides while it is not there. `trades` are
/// events of that symbol.
[[nodiscard]] BookPicture picture_of(const FeedReader& reader, const std::string& symbol,
                                     std::size_t depth, std::span<const shm::FeedEvent> trades);

[[nodiscard]] std::string as_text(const BookPicture& picture);
[[nodiscard]] nlohmann::ordered_json as_json(const BookPicture& picture);

} // namespace pinion::feed
