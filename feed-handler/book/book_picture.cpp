#include "feed-handler/book/book_picture.h"

#include "feed-handler/reader/decimal_text.h"
#include "feed-handler/terminal/columns.h"
#include "shm/messages/phase_names.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace pinion::feed {

namespace {

using Levels = std::vector<BookPicture::Level>;

Levels levels_of(const Book& book, shm::Side side, const shm::InstrumentRecord& instrument,
                 std::size_t depth) {
    Levels levels;
    for (std::size_t rank = 0; rank < std::min(depth, book.level_count(side)); ++rank) {
        const BookLevel& level = book.level(side, rank);
        levels.push_back({price_text(instrument, level.price_ticks),
                          quantity_text(instrument, level.quantity_lots), level.order_count});
    }
    return levels;
}

constexpr std::size_t orders_width = 7;
constexpr std::size_t quantity_width = 15;
constexpr std::size_t price_width = 14;

std::string bid_columns(const Levels& bids, std::size_t rank) {
    if (rank >= bids.size()) return right("", orders_width + quantity_width + price_width);
    const auto& bid = bids[rank];
    return right(std::to_string(bid.orders), orders_width) + right(bid.quantity, quantity_width) +
           right(bid.price, price_width);
}

std::string ask_columns(const Levels& asks, std::size_t rank) {
    if (rank >= asks.size()) return {};
    const auto& ask = asks[rank];
    return left(ask.price, price_width) + right(ask.quantity, quantity_width) +
           right(std::to_string(ask.orders), orders_width);
}

nlohmann::ordered_json levels_as_json(const Levels& levels) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& level : levels)
        list.push_back(
            {{"price", level.price}, {"quantity", level.quantity}, {"orders", level.orders}});
    return list;
}

nlohmann::ordered_json trades_as_json(const std::vector<BookPicture::Trade>& trades) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& trade : trades)
        list.push_back(
            {{"price", trade.price}, {"quantity", trade.quantity}, {"time_ns", trade.time_ns}});
    return list;
}

/// "HH:MM:SS.mmm" of that day.
std::string time_text(std::int64_t utc_ns) {
    const std::int64_t of_day_ms = std::max<std::int64_t>(utc_ns, 0) / 1'000'000 % 86'400'000;
    const auto padded = [](std::int64_t number, std::size_t digits) {
        const std::string text = std::to_string(number);
        return std::string(digits - text.size(), '0') + text;
    };
    return padded(of_day_ms / 3'600'000, 2) + ":" + padded(of_day_ms / 60'000 % 60, 2) + ":" +
           padded(of_day_ms / 1000 % 60, 2) + "." + padded(of_day_ms % 1000, 3);
}

std::string_view word_for(shm::Side side) {
    if (side == shm::Side{}) return "none";
    return side == shm::Side::buy ? "buy" : "sell";
}

nlohmann::ordered_json indicative_as_json(const BookPicture& picture) {
    if (!picture.indicative) return nullptr;
    const auto& indicative = *picture.indicative;
    return {{"price", indicative.price},
            {"quantity", indicative.quantity},
            {"surplus", indicative.surplus},
            {"surplus_side", word_for(indicative.surplus_side)}};
}

std::string head_line(const BookPicture& picture) {
    const FeedHealth& health = picture.health;
    std::string line = picture.symbol + "   " + std::string(word_for(health.state));
    if (health.state == FeedState::waiting) return line + "\n";
    line += "   event " + grouped(health.sequence);
    if (health.lost_total > 0) line += "   lost " + grouped(health.lost_total);
    if (picture.phase != shm::TradingPhase::continuous)
        line += "   " + std::string(word_for(picture.phase));
    if (picture.indicative)
        line +=
            "   would trade " + picture.indicative->quantity + " at " + picture.indicative->price;
    if (picture.last_trade)
        line += "   last " + picture.last_trade->quantity + " at " + picture.last_trade->price;
    return line + "\n";
}

} // namespace

namespace {

void show_market(BookPicture& picture, const shm::ImageMarket& market,
                 const shm::InstrumentRecord& instrument) {
    if (shm::is_phase(market.phase)) picture.phase = market.phase;
    if (market.indicative_lots == 0) return;
    picture.indicative = BookPicture::Indicative{
        price_text(instrument, market.indicative_price_ticks),
        quantity_text(instrument, market.indicative_lots),
        quantity_text(instrument, market.surplus_lots), market.surplus_side};
}

} // namespace

BookPicture picture_of(const FeedReader& reader, const std::string& symbol, std::size_t depth,
                       std::span<const shm::FeedEvent> trades) {
    BookPicture picture;
    picture.symbol = symbol;
    picture.health = reader.health();
    const Book* book = reader.find_book(symbol);
    if (book == nullptr) return picture;
    const FeedAttachment& attachment = *reader.attachment();
    const std::uint32_t index = *attachment.find_instrument(symbol);
    const shm::InstrumentRecord& instrument = attachment.instruments()[index];
    picture.bids = levels_of(*book, shm::Side::buy, instrument, depth);
    picture.asks = levels_of(*book, shm::Side::sell, instrument, depth);
    show_market(picture, reader.books().market(index), instrument);
    const std::optional<shm::Depth> cell = attachment.read_depth(index);
    if (cell && cell->last_quantity_lots > 0)
        picture.last_trade =
            BookPicture::LastTrade{price_text(instrument, cell->last_price_ticks),
                                   quantity_text(instrument, cell->last_quantity_lots)};
    for (const shm::FeedEvent& trade : trades)
        picture.trades.push_back({trade.time_ns, price_text(instrument, trade.price_ticks),
                                  quantity_text(instrument, trade.quantity_lots)});
    return picture;
}

std::string as_text(const BookPicture& picture) {
    std::string text = head_line(picture) + "\n";
    text += right("orders", orders_width) + right("quantity", quantity_width) +
            right("bid", price_width) + "   " + left("ask", price_width) +
            right("quantity", quantity_width) + right("orders", orders_width) + "\n";
    const std::size_t rows = std::max(picture.bids.size(), picture.asks.size());
    for (std::size_t rank = 0; rank < rows; ++rank)
        text += bid_columns(picture.bids, rank) + "   " + ask_columns(picture.asks, rank) + "\n";
    if (rows == 0) text += right("no orders rest", orders_width + quantity_width) + "\n";
    if (picture.trades.empty()) return text;
    text += "\n" + right("traded", orders_width + quantity_width) + right("at", price_width) +
            "   UTC\n";
    for (const auto& trade : picture.trades)
        text += right(trade.quantity, orders_width + quantity_width) +
                right(trade.price, price_width) + "   " + time_text(trade.time_ns) + "\n";
    return text;
}

nlohmann::ordered_json as_json(const BookPicture& picture) {
    const FeedHealth& health = picture.health;
    nlohmann::ordered_json json{
        {"symbol", picture.symbol},
        {"state", word_for(health.state)},
        {"engine_epoch", health.engine_epoch},
        {"sequence", health.sequence},
        {"phase", word_for(picture.phase)},
        {"indicative", indicative_as_json(picture)},
        {"lost", health.lost_total},
        {"bids", levels_as_json(picture.bids)},
        {"asks", levels_as_json(picture.asks)},
        {"last_trade", nullptr},
        {"trades", trades_as_json(picture.trades)},
    };
    if (picture.last_trade)
        json["last_trade"] = {{"price", picture.last_trade->price},
                              {"quantity", picture.last_trade->quantity}};
    return json;
}

} // namespace pinion::feed
