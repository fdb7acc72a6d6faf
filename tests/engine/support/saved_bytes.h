#pragma once

#include "engine/matching_engine.h"
#include "engine/snapshot/state_reader.h"
#include "engine/snapshot/state_writer.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace pinion::engine {

/// A saved state in memory.
class SavedBytes : public StateSink, public StateSource {
  public:
    SavedBytes() = default;

    explicit SavedBytes(std::vector<std::byte> bytes) : bytes_(std::move(bytes)) {}

    /// The state of an engine.
    explicit SavedBytes(const MatchingEngine& engine) {
        StateWriter writer(*this);
        engine.save(writer);
        is_whole_ = writer.finish();
    }

    /// Into an engine that was just built.
    void load_into(MatchingEngine& engine) {
        read_ = 0;
        StateReader reader(*this);
        engine.load(reader);
        reader.finish();
    }

    bool write(std::span<const std::byte> bytes) override {
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
        return true;
    }

    bool read(std::span<std::byte> bytes) override {
        if (bytes.size() > bytes_.size() - read_) return false;
        std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(read_), bytes.size(),
                    bytes.begin());
        read_ += bytes.size();
        return true;
    }

    [[nodiscard]] const std::vector<std::byte>& bytes() const { return bytes_; }

    [[nodiscard]] bool is_whole() const { return is_whole_; }

  private:
    std::vector<std::byte> bytes_;
    std::size_t read_ = 0;
    bool is_whole_ = false;
};

} // namespace pinion::engine
