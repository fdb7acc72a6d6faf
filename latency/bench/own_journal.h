#pragma once

#include "engine/engine_options.h"
#include "engine/recovery/recovery.h"
#include "shm/storage/posix_storage.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

namespace pinion::latency {

/// A snapshot and a journal of `commands` behind it, as an engine under the commands of `book_w1`
/// leaves them, in a directory that goes with its owner. Made with the host's file system, in its
/// directory for temporary files; it is still in the page cache when it is read.
class OwnJournal {
  public:
    explicit OwnJournal(std::size_t commands);

    OwnJournal(const OwnJournal&) = delete;
    OwnJournal& operator=(const OwnJournal&) = delete;
    ~OwnJournal();

    /// For recovering after a restart of the host.
    [[nodiscard]] engine::RecoverySources sources() const {
        return {.options = options_,
                .instance = instance_,
                .journal = *journal_,
                .snapshots = *snapshots_,
                .boot_id = boot_id + 1,
                .last_segment = std::nullopt};
    }

    /// After the last command.
    [[nodiscard]] std::uint64_t state_hash() const { return state_hash_; }

    [[nodiscard]] std::size_t commands() const { return commands_; }

  private:
    static constexpr std::uint64_t boot_id = 1;

    std::filesystem::path directory_;
    std::string instance_ = "bench";
    std::unique_ptr<shm::Storage> journal_;
    std::unique_ptr<shm::Storage> snapshots_;
    engine::EngineOptions options_;
    std::size_t commands_;
    std::uint64_t state_hash_ = 0;
};

} // namespace pinion::latency
