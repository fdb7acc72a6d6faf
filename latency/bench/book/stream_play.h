#pragma once

#include <filesystem>
#include <ostream>

namespace pinion::latency {

/// Plays a stream file (stream_file.h) and writes what its trades come to and what an operation
/// took:
///
///   trades 702112 quantity 3519846 hash 91c3f4a2d7768f05 ns 43.1
///
/// Trades, quantity and hash (trade.h) are those of the whole file, the time that of the measured
/// operations. Throws std::runtime_error if the file is not a stream, or needs more memory than a
/// book has, or if the book did not trade as the oracle does.
void play_stream_file(const std::filesystem::path& file, std::ostream& out);

} // namespace pinion::latency
