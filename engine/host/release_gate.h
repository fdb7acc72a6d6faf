#pragma once

#include <algorithm>
#include <cstdint>

namespace pinion::engine {

/// Decides how far the world may see what commands caused: as far as the durability that the venue
/// promises has been reached. With durability "none" and "async" the matcher opens it when a
/// command is in the sequenced log, with "sync" when it is synced in the journal.
class ReleaseGate {
  public:
    /// Commands up to `durable_sequence` are as durable as promised.
    void open(std::uint64_t durable_sequence) {
        durable_sequence_ = std::max(durable_sequence_, durable_sequence);
    }

    [[nodiscard]] std::uint64_t durable_sequence() const { return durable_sequence_; }

    [[nodiscard]] bool lets_pass(std::uint64_t sequence) const {
        return sequence <= durable_sequence_;
    }

  private:
    std::uint64_t durable_sequence_ = 0;
};

} // namespace pinion::engine
