#pragma once

#include "feed-handler/reader/feed_reader.h"
#include "shm/layout/instrument_record.h"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
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
        std::string price;
        std::string quantity;
    };

    std::string symbol;
    FeedHealth health;
    std::vector<Level> bids; ///< best first
    std::vector<Level> asks; ///< best first
    std::optional<Trade> last_trade;
};

/// The first `depth` levels of the symbol's book; empty sides while it is not there.
[[nodiscard]] BookPicture picture_of(const FeedReader& reader, const std::string& symbol,
                                     std::size_t depth);

[[nodiscard]] std::string as_text(const BookPicture& picture);
[[nodiscard]] nlohmann::ordered_json as_json(const BookPicture& picture);

} // namespace pinion::feed
