#include "latency/bench/book/stream_play.h"

#include "latency/bench/book/bench_streams.h"
#include "latency/bench/book/book_player.h"
#include "latency/bench/book/oracle.h"
#include "latency/bench/book/stream_file.h"
#include "latency/bench/ns_each.h"

#include <iomanip>
#include <stdexcept>

namespace pinion::latency {

namespace {

constexpr std::uint64_t ticks_max = std::uint64_t{1} << 32; ///< of all instruments' bands together

BookShape checked(BookShape shape, const std::filesystem::path& file) {
    std::uint64_t ticks = 0;
    for (const auto& band : shape.bands)
        ticks += static_cast<std::uint64_t>(band.max_ticks - band.min_ticks);
    if (ticks > ticks_max) throw std::runtime_error(file.string() + ": prices are too far apart");
    return shape;
}

} // namespace

void play_stream_file(const std::filesystem::path& file, std::ostream& out) {
    const auto stream = read_stream(file);
    Oracle oracle;
    for (const auto& operation : stream.operations) oracle.play(operation);

    BookPlayer player(checked(oracle.shape(), file));
    player.play(stream.first(), commands_in_hand);
    const auto ns = ns_each(stream.measured().size(),
                            [&] { player.play(stream.measured(), commands_in_hand); });

    const auto& tally = player.tally();
    if (tally != oracle.tally()) throw std::runtime_error("the book and the oracle trade apart");
    out << "trades " << tally.trades << " quantity " << tally.lots << " hash " << std::hex
        << std::setfill('0') << std::setw(16) << tally.hash << std::dec;
    if (!stream.measured().empty()) out << " ns " << ns;
    out << std::endl;
}

} // namespace pinion::latency
