// A publisher gone mad: a reader of its feed stays inside the segment, comes to an end, and says
// what it made of it.
//
//   input:  | 'p' | place, 2 bytes | word, 8 bytes |  overwrites a word of the segment
//           | 'e' | event, 56 bytes |                 writes an event as publishers do
//           | 'r' |                                   lets the reader poll
#include "feed-handler/reader/feed_reader.h"
#include "shm/layout/segment_names.h"
#include "tests/fuzz/fuzz_target.h"
#include "tests/fuzz/patches.h"

#include <unistd.h>

namespace pinion::fuzz {

namespace {

constexpr shm::FeedLayout layout{.instrument_capacity = 2, .order_capacity = 8, .event_slots = 16};
constexpr std::uint16_t engine = 1;

void fill(std::span<std::byte> payload) {
    shm::FeedView::format(payload, layout, engine);
    const shm::FeedView feed(payload);
    for (shm::InstrumentRecord& record : feed.directory()) {
        record.symbol = shm::Symbol::from("PINE").value();
        record.tick_units = record.lot_units = 1;
    }
    feed.header().instrument_count = 2;
    feed.header().engine_epoch = 1;
}

/// A feed segment that lives as long as this object.
class Feed {
  public:
    explicit Feed(const std::string& instance)
        : segment_(shm::Segment::create({shm::feed_segment_name(instance, engine),
                                         shm::SegmentKind::feed, shm::FeedLayout::hash(),
                                         layout.bytes(), "", 0600},
                                        fill)) {}

    ~Feed() { segment_.unlink(); }

    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;

    [[nodiscard]] std::span<std::byte> payload() const { return segment_.payload(); }

    /// Writes the event where an honest publisher would, whatever was done to the ring.
    void publish(const shm::FeedEvent& event) const {
        const auto ring = payload().subspan(layout.events_offset());
        try {
            shm::BroadcastWriter<shm::FeedEvent>(ring).publish(event);
        } catch (const std::runtime_error&) { // an honest one would not go on
        }
    }

  private:
    shm::Segment segment_;
};

void look_around(const feed::FeedReader& reader) {
    static_cast<void>(reader.health());
    static_cast<void>(reader.books().hash());
    static_cast<void>(reader.find_book("PINE"));
    if (const feed::FeedAttachment* attachment = reader.attachment())
        for (std::uint32_t i = 0; i < attachment->instruments().size(); ++i)
            static_cast<void>(attachment->read_depth(i));
}

void play(const Feed& feed, feed::FeedReader& reader, Input& input) {
    while (const auto step = input.take<char>()) {
        if (*step == 'p') {
            const auto place = input.take<std::uint16_t>();
            const auto word = input.take<std::uint64_t>();
            if (place && word) patch(feed.payload(), *place, *word);
        } else if (*step == 'e') {
            if (const auto event = input.take<shm::FeedEvent>()) feed.publish(*event);
        } else if (*step == 'r') {
            require(reader.poll() <= feed::FeedReader::poll_limit, "a poll is bounded");
            look_around(reader);
        }
    }
}

} // namespace

} // namespace pinion::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace pinion;
    static const std::string instance = "fuzz" + std::to_string(::getpid());
    const fuzz::Feed feed(instance);
    feed::FeedReader reader({.instance = instance, .engine = 1, .symbol = ""});
    fuzz::Input input(data, size);
    fuzz::play(feed, reader, input);
    static_cast<void>(reader.poll());
    fuzz::look_around(reader);
    return 0;
}
