#pragma once

#include "latency/bench/book/stream.h"

#include <filesystem>

/// Streams in files: a header of 32 bytes, then records as they are in memory (operation.h), all
/// numbers little-endian.
///
///  byte  0           8         16       24
///        | "PINBOOK1" | records | warm-up | 0 |
///
/// `warm-up` is how many of the records, the first ones, are not measured.
namespace pinion::latency {

/// The stream without its shape. Throws std::runtime_error, with the record's number, if the file
/// is not a stream: kinds, sides and instruments are known, prices within 2^40 of 0 and
/// quantities at most 2^40.
[[nodiscard]] Stream read_stream(const std::filesystem::path& file);

/// Throws std::runtime_error.
void write_stream(const std::filesystem::path& file, const Stream& stream);

} // namespace pinion::latency
