#pragma once

#include "engine/audit/audit_files.h"
#include "engine/audit/audit_sink.h"
#include "engine/audit/telling.h"
#include "tests/engine/recovery/past_engine.h"
#include "tests/support/faulty_disk.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace pinion::engine::test {

/// Content of the .jsonl and .jsonl.zst files in a directory, one behind the other.
[[nodiscard]] std::string all_lines(shm::Storage& directory);

/// The names of files in a directory.
[[nodiscard]] std::vector<std::string> names_in(shm::Storage& directory);

/// A past engine, and a disk of its own for what is said of it.
class AuditBed {
  public:
    explicit AuditBed(std::uint64_t seed = random_seed(), std::uint32_t orders_max = 0);

    /// As the past engine's journal has it.
    [[nodiscard]] HistorySources sources() const {
        return {past.options, past.instance, *past.journal, *past.snapshots};
    }

    /// The history's lines, ended by newlines.
    [[nodiscard]] std::string history() const;

    /// Does what `pinion audit --output` does, but for closing the files.
    std::unique_ptr<AuditFiles> write(std::uint64_t file_bytes_max = 100'000);

    /// As if a process had died: nothing is said of why, and nothing is closed.
    void write_and_die(std::uint64_t file_bytes_max, std::uint64_t lines);

    /// Why not; "" if there is no reason.
    [[nodiscard]] std::string refusal(std::uint64_t file_bytes_max = 100'000);

    /// The newest file: its path on the output's disk.
    [[nodiscard]] std::string newest() const;

    std::uint64_t seed;
    PastEngine past;
    pinion::test::FaultyDisk disk;
    std::unique_ptr<shm::Storage> output;
};

} // namespace pinion::engine::test
