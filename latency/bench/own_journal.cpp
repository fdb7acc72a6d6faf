#include "latency/bench/own_journal.h"

#include "engine/options_fingerprint.h"
#include "engine/recovery/history.h"
#include "engine/recovery/journal_source.h"
#include "engine/snapshot/snapshot_files.h"
#include "latency/bench/book/command_maker.h"
#include "latency/bench/book/engine_player.h"
#include "latency/bench/book/mixed_stream.h"
#include "shm/record_log/log_writer.h"
#include "shm/record_log/payloads.h"
#include "shm/record_log/segment_maker.h"

#include <cerrno>
#include <cstdlib>
#include <span>
#include <system_error>

namespace pinion::latency {

namespace {

constexpr std::uint64_t segment_bytes = std::uint64_t{64} << 20;
constexpr std::size_t buffer_bytes = std::size_t{1} << 20;

std::filesystem::path new_directory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "pinion-bench-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw std::system_error(errno, std::generic_category(), "mkdtemp " + pattern);
    return pattern;
}

void require(const std::error_code& error) {
    if (error) throw std::system_error(error, "a journal for the benchmark");
}

} // namespace

OwnJournal::OwnJournal(std::size_t commands) : directory_(new_directory()), commands_(commands) {
    journal_ = std::make_unique<shm::PosixStorage>(directory_ / "journal");
    snapshots_ = std::make_unique<shm::PosixStorage>(directory_ / "snapshots");

    const auto stream = mixed_stream({.instruments = 1,
                                      .live_orders = 10'000,
                                      .depth_ticks = 165,
                                      .operations = commands,
                                      .seed = 20'070'312});
    options_ = engine_options(stream.shape, static_cast<std::uint32_t>(stream.operations.size()));
    engine::MatchingEngine engine(options_);
    engine::NoHistory nothing;
    engine::History history(engine, {}, nothing);
    shm::SegmentMaker maker(*journal_, engine::journal_identity(options_.engine_id, instance_),
                            {.engine_epoch = options_.engine_epoch,
                             .boot_id = boot_id,
                             .options_fingerprint = engine::options_fingerprint(options_),
                             .cl_ord_id_key = {}},
                            segment_bytes);
    shm::LogWriter writer(maker, buffer_bytes);

    CommandMaker maker_of_commands;
    shm::LogRecord record{};
    const auto play = [&](std::span<const Operation> operations, auto write) {
        for (const auto& operation : operations) {
            record.sequenced = maker_of_commands.next(operation);
            history.play(std::span(&record, 1), "the benchmark");
            write();
        }
    };
    play(stream.first(), [] {});
    require(engine::SnapshotFiles(*snapshots_, options_.engine_id, instance_)
                .write(engine, history.point()));
    require(writer.begin({.number = 1,
                          .sequence_before = history.point().sequence,
                          .first_sequence = history.point().sequence + 1,
                          .chain_before = shm::chain_start}));
    play(stream.measured(), [&] { require(writer.append(shm::payload_of(record))); });
    require(writer.sync());
    state_hash_ = engine.state_hash();
}

OwnJournal::~OwnJournal() {
    std::error_code ignored;
    std::filesystem::remove_all(directory_, ignored);
}

} // namespace pinion::latency
