#pragma once

#include "feed-handler/reader/feed_listener.h"
#include "feed-handler/reader/feed_reader.h"
#include "feed-handler/terminal/screen.h"
#include "shm/sys/stop_signals.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace pinion::feed {

struct BookViewerOptions {
    std::string instance;
    std::vector<std::uint16_t> engines; ///< one of them has the symbol
    std::string symbol;
    std::size_t depth = 10; ///< levels to show
    bool as_json = false;
};

/// Follows the book of one symbol and shows it. Errors: std::runtime_error if no engine trades the
/// symbol.
class BookViewer : private FeedListener {
  public:
    explicit BookViewer(BookViewerOptions options);

    /// Shows one picture, if the feed can be joined in time. Throws std::runtime_error if not.
    void show_once(const shm::StopSignals& signals);

    /// Shows the book until a signal comes: each change as JSON, or a picture a few times a second.
    void follow(const shm::StopSignals& signals);

  private:
    void on_join(std::uint64_t sequence, std::uint64_t lost) override;
    void on_event(const shm::FeedEvent& event, std::uint64_t sequence) override;

    void note_change();
    void note_trade(const shm::FeedEvent& event);
    void read_on();
    void find_feed();
    [[nodiscard]] bool is_joined() const;
    [[nodiscard]] FeedState state() const;
    void print();

    BookViewerOptions options_;
    std::optional<FeedReader> reader_;        ///< once it is known which engine has the symbol
    std::optional<std::uint32_t> instrument_; ///< of the symbol in the joined feed
    std::optional<Screen> screen_;            ///< of the pictures that take each other's place
    std::optional<FeedState> shown_state_;
    std::vector<shm::FeedEvent> trades_; ///< since the last line of JSON, or the latest few
    bool is_moving_ = false;             ///< the book changed by a command that is not complete yet
    bool is_changed_ = false;            ///< since the last picture
    bool prints_changes_ = false;        ///< each as it comes
};

} // namespace pinion::feed
