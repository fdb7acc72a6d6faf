#include "engine/snapshot/state_writer.h"

namespace pinion::engine {

StateWriter::StateWriter(StateSink& sink)
    : sink_(sink), buffer_(sizeof(ChunkHeader) + body_max_bytes_) {}

void StateWriter::begin(Section section) {
    if (used_ != 0) flush();
    section_ = section;
}

void StateWriter::flush() {
    ChunkHeader header{.section = section_,
                       .number = chunks_++,
                       .body_bytes = static_cast<std::uint32_t>(used_),
                       .crc = 0};
    const auto chunk = std::span(buffer_).first(sizeof(ChunkHeader) + used_);
    header.crc = header.crc_with(chunk.subspan(sizeof(ChunkHeader)));
    std::memcpy(chunk.data(), &header, sizeof(header));
    is_whole_ = sink_.write(chunk) && is_whole_;
    used_ = 0;
}

bool StateWriter::finish() {
    begin(Section::end);
    flush();
    return is_whole_;
}

} // namespace pinion::engine
