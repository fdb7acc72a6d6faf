#include "feed-handler/status/status_rates.h"
#include "feed-handler/status/status_report.h"
#include "feed-handler/terminal/columns.h"

#include <algorithm>
#include <ctime>

namespace pinion::feed {

namespace {

constexpr std::string_view no_value = "-";

std::string rate_text(std::optional<std::uint64_t> rate) {
    return rate ? grouped(*rate) : std::string(no_value);
}

std::string count_text(const ProcessStatus& process, std::string_view counter) {
    return grouped(process.total(counter));
}

std::string age_text(PartState state, std::int64_t age_ns) {
    if (state == PartState::down || state == PartState::unread) return std::string(no_value);
    return std::to_string(age_ns / 1'000'000) + " ms";
}

std::string quote_text(const std::optional<TopOfBook::Quote>& quote) {
    return quote ? quote->quantity + " at " + quote->price : std::string(no_value);
}

std::string time_text(std::int64_t time_ns) {
    const std::time_t seconds = time_ns / 1'000'000'000;
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    const std::size_t size = std::strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", &parts);
    return {text, size};
}

/// A row of the upper tables: a name, a state, an age, and four numbers.
std::string row(const std::string& name, const std::string& state, const std::string& age,
                const std::vector<std::string>& numbers) {
    constexpr std::size_t number_width = 12;
    std::string text = left(name, 11) + left(state, 7) + right(age, 10);
    for (const std::string& number : numbers) text += right(number, number_width);
    return text + "\n";
}

std::string engine_rows(const VenueStatus& status, const StatusRates& rates) {
    std::string text =
        row("", "", "heartbeat", {"commands", "commands/s", "rejects", "checkpoints"});
    for (std::size_t i = 0; i < status.engines.size(); ++i) {
        const ProcessStatus& engine = status.engines[i];
        text += row("engine " + std::to_string(engine.id), std::string(word_for(engine.state)),
                    age_text(engine.state, engine.heartbeat_age_ns),
                    {count_text(engine, "commands_total"), rate_text(rates.commands_per_s(i)),
                     count_text(engine, "rejects_total"), count_text(engine, "checkpoints_total")});
    }
    return text;
}

std::string gateway_rows(const VenueStatus& status, const StatusRates& rates) {
    std::string text = row("", "", "heartbeat", {"sessions", "connections", "frames", "frames/s"});
    for (std::size_t i = 0; i < status.gateways.size(); ++i) {
        const ProcessStatus& gateway = status.gateways[i];
        text += row("gateway " + std::to_string(gateway.id), std::string(word_for(gateway.state)),
                    age_text(gateway.state, gateway.heartbeat_age_ns),
                    {count_text(gateway, "sessions_logged_on"), count_text(gateway, "connections"),
                     count_text(gateway, "frames_total"), rate_text(rates.frames_per_s(i))});
    }
    return text;
}

/// What the publisher of the feed has not read yet is counted by its engine.
std::string feed_rows(const VenueStatus& status, const StatusRates& rates) {
    std::string text = row("", "", "heartbeat", {"events", "events/s", "waiting", "refused"});
    for (std::size_t i = 0; i < status.feeds.size(); ++i) {
        const FeedStatus& feed = status.feeds[i];
        const ProcessStatus& engine = status.engines[i];
        text += row("feed " + std::to_string(feed.engine), std::string(word_for(feed.state)),
                    age_text(feed.state, feed.heartbeat_age_ns),
                    {grouped(feed.sequence), rate_text(rates.events_per_s(i)),
                     count_text(engine, "book_event_ring_depth"),
                     count_text(engine, "feed_refused_total")});
    }
    return text;
}

std::string instrument_row(const TopOfBook& top) {
    return left(top.symbol, 17) + right(quote_text(top.bid), 21) + right(quote_text(top.ask), 21) +
           right(quote_text(top.last_trade), 21) + "\n";
}

std::string instrument_rows(const VenueStatus& status, std::size_t lines_max) {
    std::vector<std::string> rows;
    for (const FeedStatus& feed : status.feeds)
        for (const TopOfBook& top : feed.instruments) rows.push_back(instrument_row(top));
    if (rows.empty() || lines_max < 3) return {};

    std::string text = left("instrument", 17) + right("best bid", 21) + right("best ask", 21) +
                       right("last trade", 21) + "\n";
    const bool fits = rows.size() < lines_max;
    const std::size_t count = fits ? rows.size() : lines_max - 2;
    for (std::size_t i = 0; i < count; ++i) text += rows[i];
    if (!fits) text += "and " + std::to_string(rows.size() - count) + " more\n";
    return text;
}

std::string error_lines(const VenueStatus& status) {
    std::string text;
    const auto add_unread = [&](const auto& parts) {
        for (const auto& part : parts)
            if (part.state == PartState::unread) text += part.error + "\n";
    };
    add_unread(status.engines);
    add_unread(status.gateways);
    add_unread(status.feeds);
    return text;
}

} // namespace

std::string as_screen(const VenueStatus& status, const VenueStatus* earlier,
                      std::size_t lines_max) {
    const StatusRates rates(status, earlier);
    std::string text = left("Pinion venue " + status.instance + ", " +
                                (status.is_healthy() ? "healthy" : "NOT HEALTHY"),
                            57) +
                       time_text(status.time_ns) + "\n\n";
    text += engine_rows(status, rates) + "\n" + gateway_rows(status, rates) + "\n" +
            feed_rows(status, rates) + "\n";
    text += error_lines(status);
    const auto used = static_cast<std::size_t>(std::ranges::count(text, '\n'));
    return text + instrument_rows(status, lines_max > used ? lines_max - used : 0);
}

std::string as_line(const VenueStatus& status, const VenueStatus* earlier) {
    const StatusRates rates(status, earlier);
    std::string text = status.is_healthy() ? "healthy" : "NOT HEALTHY";
    for (std::size_t i = 0; i < status.engines.size(); ++i) {
        const ProcessStatus& engine = status.engines[i];
        text += " | engine " + std::to_string(engine.id) + " " +
                std::string(word_for(engine.state)) + ", " + count_text(engine, "commands_total") +
                " commands, " + rate_text(rates.commands_per_s(i)) + "/s";
    }
    for (const ProcessStatus& gateway : status.gateways)
        text += " | gateway " + std::to_string(gateway.id) + " " +
                std::string(word_for(gateway.state)) + ", " +
                count_text(gateway, "sessions_logged_on") + " sessions";
    for (const FeedStatus& feed : status.feeds)
        text += " | feed " + std::to_string(feed.engine) + " " + std::string(word_for(feed.state)) +
                ", event " + grouped(feed.sequence);
    return text + "\n";
}

} // namespace pinion::feed
