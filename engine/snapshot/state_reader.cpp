#include "engine/snapshot/state_reader.h"

namespace pinion::engine {

std::string_view name(Section section) {
    switch (section) {
    case Section::options: return "options";
    case Section::venue: return "venue";
    case Section::instruments: return "instruments";
    case Section::sessions: return "sessions";
    case Section::ids: return "ids";
    case Section::records: return "records";
    case Section::book: return "book";
    case Section::stops: return "stops";
    case Section::held: return "held";
    case Section::end: return "end";
    case Section::risk: return "risk";
    case Section::bars: return "bars";
    case Section::markets: return "markets";
    case Section::closing: return "closing";
    }
    return "unknown";
}

StateReader::StateReader(StateSource& source) : source_(source), body_(chunk_body_max_bytes) {}

void StateReader::begin(Section section) {
    if (left_ != 0) refuse("there is more than belongs there");
    section_ = section;
}

void StateReader::next_chunk() {
    ChunkHeader header{};
    if (!source_.read(std::as_writable_bytes(std::span(&header, 1)))) refuse("it ends too early");
    if (header.section != section_) refuse("another section follows");
    if (header.number != chunks_) refuse("a chunk is missing or out of order");
    if (header.body_bytes > body_.size()) refuse("a chunk is too long");
    const auto body = std::span(body_).first(header.body_bytes);
    if (!source_.read(body)) refuse("it ends too early");
    if (header.crc != header.crc_with(body)) refuse("a checksum is wrong");
    ++chunks_;
    used_ = 0;
    left_ = body.size();
}

std::uint32_t StateReader::get_count(std::uint64_t max, const char* things) {
    const auto count = get<std::uint32_t>();
    if (count > max)
        refuse("it has " + std::to_string(count) + " " + things + ", there is room for " +
               std::to_string(max));
    return count;
}

void StateReader::finish() {
    begin(Section::end);
    next_chunk();
    if (left_ != 0) refuse("the mark of the end is not empty");
}

void StateReader::refuse(const std::string& why) const {
    throw SnapshotError("saved state, section " + std::string(name(section_)) + ", chunk " +
                        std::to_string(chunks_) + ": " + why);
}

} // namespace pinion::engine
