#include "engine/snapshot/snapshot_files.h"

#include "engine/sequence_name.h"
#include "engine/snapshot/snapshot_error.h"
#include "engine/snapshot/state_reader.h"
#include "engine/snapshot/state_writer.h"
#include "shm/storage/whole_file.h"

#include <algorithm>
#include <memory>
#include <span>
#include <string_view>
#include <utility>

namespace pinion::engine {

namespace {

constexpr std::string_view suffix = ".snapshot";

class FileSink final : public StateSink {
  public:
    explicit FileSink(shm::StoredFile& file) : file_(file) {}

    bool write(std::span<const std::byte> bytes) override {
        if (!error_) error_ = file_.write_at(offset_, bytes);
        offset_ += bytes.size();
        return !error_;
    }

    [[nodiscard]] std::error_code error() const { return error_; }

  private:
    shm::StoredFile& file_;
    std::uint64_t offset_ = 0;
    std::error_code error_;
};

class FileSource final : public StateSource {
  public:
    explicit FileSource(shm::StoredFile& file) : file_(file) {}

    bool read(std::span<std::byte> bytes) override {
        const auto read = file_.read_at(offset_, bytes);
        offset_ += bytes.size();
        return !read.error && read.value == bytes.size();
    }

    [[nodiscard]] bool is_at_end() const {
        const auto size = file_.size();
        return !size.error && size.value == offset_;
    }

  private:
    shm::StoredFile& file_;
    std::uint64_t offset_ = 0;
};

std::error_code write_file(shm::StoredFile& file, const SnapshotHeader& header,
                           const MatchingEngine& engine) {
    FileSink sink(file);
    if (!sink.write(std::as_bytes(std::span(&header, 1)))) return sink.error();
    StateWriter writer(sink);
    engine.save(writer);
    static_cast<void>(writer.finish()); // the sink knows
    return sink.error();
}

SnapshotInfo read_file(shm::StoredFile& file, std::uint16_t engine_id, const std::string& instance,
                       std::uint64_t sequence, MatchingEngine& engine) {
    FileSource source(file);
    SnapshotHeader header{};
    if (!source.read(std::as_writable_bytes(std::span(&header, 1))))
        throw SnapshotError("it has no header");
    if (const auto problem = header.problem(engine_id, instance); !problem.empty())
        throw SnapshotError(problem);
    if (header.info.point.sequence != sequence)
        throw SnapshotError("its name is of another sequence");
    StateReader reader(source);
    engine.load(reader);
    reader.finish();
    if (!source.is_at_end()) throw SnapshotError("there is something behind its end");
    if (engine.state_hash() != header.info.state_hash ||
        engine.book_hash() != header.info.book_hash)
        throw SnapshotError("the state in it is not the one that was saved: its hash differs");
    return header.info;
}

} // namespace

SnapshotFiles::SnapshotFiles(shm::Storage& directory, std::uint16_t engine, std::string instance)
    : directory_(directory), engine_(engine), instance_(std::move(instance)) {}

shm::Stored<std::vector<std::uint64_t>> SnapshotFiles::sequences() const {
    const auto names = directory_.list();
    shm::Stored<std::vector<std::uint64_t>> result{.error = names.error};
    for (const auto& name : names.value)
        if (const auto sequence = sequence_in(name, suffix)) result.value.push_back(*sequence);
    std::sort(result.value.rbegin(), result.value.rend());
    return result;
}

std::error_code SnapshotFiles::write(const MatchingEngine& engine, const SnapshotPoint& point) {
    const SnapshotInfo info{.point = point,
                            .state_hash = engine.state_hash(),
                            .book_hash = engine.book_hash(),
                            .options_fingerprint = engine.fingerprint_of_options()};
    return shm::write_whole_file(
        directory_, snapshot_file_name(point.sequence), [&](shm::StoredFile& file) {
            return write_file(file, SnapshotHeader::of(info, engine_, instance_), engine);
        });
}

SnapshotInfo SnapshotFiles::load(std::uint64_t sequence, MatchingEngine& engine) const {
    try {
        const auto file = directory_.open(snapshot_file_name(sequence), shm::FileAccess::read_only);
        if (file.error) throw SnapshotError(file.error.message());
        return read_file(*file.value, engine_, instance_, sequence, engine);
    } catch (const SnapshotError& error) {
        throw SnapshotError(path(sequence) + ": " + error.what());
    }
}

shm::Stored<std::vector<std::uint64_t>> SnapshotFiles::keep(std::size_t count) {
    auto kept = sequences();
    while (!kept.error && kept.value.size() > count) {
        kept.error = directory_.remove(snapshot_file_name(kept.value.back()));
        kept.value.pop_back();
    }
    return kept;
}

std::string SnapshotFiles::path(std::uint64_t sequence) const {
    return directory_.path(snapshot_file_name(sequence));
}

std::string snapshot_file_name(std::uint64_t sequence) { return sequence_name(sequence, suffix); }

} // namespace pinion::engine
