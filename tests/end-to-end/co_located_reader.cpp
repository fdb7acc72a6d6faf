#include "tests/end-to-end/co_located_reader.h"

#include "fix-gateway/codec/decimal.h"
#include "shm/layout/segment_names.h"
#include "shm/segment.h"
#include "tests/support/patience.h"

#include <gtest/gtest.h>

#include <thread>
#include <utility>

namespace pinion::test {

namespace {

using namespace std::chrono_literals;

constexpr auto poll_pause = 1ms;

} // namespace

CoLocatedReader::CoLocatedReader(std::string instance, std::uint16_t engine)
    : instance_(std::move(instance)), engine_(engine),
      reader_({.instance = instance_, .engine = engine, .symbol = {}}) {}

void CoLocatedReader::expect_equals_engine() {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    std::optional<shm::EngineCheckpoint> engine;
    while (std::chrono::steady_clock::now() < deadline) {
        while (reader_.poll() != 0) {
        }
        engine = checkpoint();
        const feed::FeedHealth health = reader_.health();
        if (engine && health.state == feed::FeedState::live &&
            engine->feed_sequence == health.sequence && engine->book_hash == reader_.books().hash())
            return;
        std::this_thread::sleep_for(poll_pause);
    }
    const feed::FeedHealth health = reader_.health();
    ADD_FAILURE() << "the rebuilt book differs from the engine's: feed sequence " << health.sequence
                  << ", book hash " << reader_.books().hash() << "; engine's feed sequence "
                  << (engine ? engine->feed_sequence : 0) << ", book hash "
                  << (engine ? engine->book_hash : 0) << "; " << reader_.last_error();
}

std::optional<shm::EngineCheckpoint> CoLocatedReader::checkpoint() const {
    try {
        const shm::Segment segment =
            shm::Segment::open(shm::engine_segment_name(instance_, engine_),
                               shm::SegmentKind::engine, 0, shm::SegmentAccess::read_only);
        const auto& header = shm::EngineView(segment.payload()).header();
        shm::EngineCheckpoint checkpoint{};
        if (header.state.load() == shm::EngineState::ready &&
            header.checkpoint.try_read(checkpoint, header.checkpoint.stamp()) &&
            checkpoint.sequence == header.applied_sequence.load())
            return checkpoint;
    } catch (const shm::SegmentError&) { // an engine that comes or goes: the caller asks again
    }
    return std::nullopt;
}

std::vector<std::string> CoLocatedReader::levels(const std::string& symbol, shm::Side side) const {
    std::vector<std::string> texts;
    const feed::Book* book = reader_.find_book(symbol);
    if (book == nullptr) return texts;
    const auto index = reader_.attachment()->find_instrument(symbol);
    const shm::InstrumentRecord& instrument = reader_.attachment()->instruments()[index.value()];
    for (std::size_t rank = 0; rank < book->level_count(side); ++rank) {
        const feed::BookLevel& level = book->level(side, rank);
        char text[fix::decimal_text_max];
        const std::string price(text, fix::write_price(text, level.price_ticks, instrument));
        texts.push_back(price + " x " + std::to_string(level.quantity_lots));
    }
    return texts;
}

shm::TradingPhase CoLocatedReader::phase(const std::string& symbol) const {
    if (reader_.find_book(symbol) == nullptr) return shm::TradingPhase{};
    const auto index = reader_.attachment()->find_instrument(symbol);
    const auto phase = reader_.books().market(index.value()).phase;
    return phase == shm::TradingPhase{} ? shm::TradingPhase::continuous : phase;
}

std::string CoLocatedReader::best(const std::string& symbol, shm::Side side) const {
    const auto texts = levels(symbol, side);
    return texts.empty() ? "none" : texts.front();
}

} // namespace pinion::test
