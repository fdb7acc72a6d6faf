#pragma once

#include "shm/storage/storage.h"

namespace pinion::shm {

/// An open file of this host.
class PosixFile final : public StoredFile {
  public:
    /// Owns the descriptor from here on.
    explicit PosixFile(int descriptor) : descriptor_(descriptor) {}

    ~PosixFile() override;

    [[nodiscard]] Stored<std::size_t> read_at(std::uint64_t offset,
                                              std::span<std::byte> bytes) override;
    [[nodiscard]] std::error_code write_at(std::uint64_t offset,
                                           std::span<const std::byte> bytes) override;
    [[nodiscard]] std::error_code preallocate(std::uint64_t bytes) override;
    [[nodiscard]] std::error_code sync() override;
    [[nodiscard]] Stored<std::uint64_t> size() const override;

    [[nodiscard]] int descriptor() const override { return descriptor_; }

  private:
    int descriptor_;
};

} // namespace pinion::shm
