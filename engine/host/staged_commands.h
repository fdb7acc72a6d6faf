#pragma once

#include <cstdint>
#include <vector>

namespace pinion::engine {

/// Which command staged what of a ring, so that the gate can let its output pass command by
/// command: the positions behind the output of each command whose output is not released. Thread
/// safety: none; the matcher's.
class StagedCommands {
  public:
    /// `slot_count` is the ring's: no more commands can have output in it. A power of two.
    explicit StagedCommands(std::uint64_t slot_count) : commands_(slot_count) {}

    /// The output of command `sequence` ends before `position`. Sequences do not fall.
    void note(std::uint64_t sequence, std::uint64_t position) {
        if (first_ == last_ || at(last_ - 1).sequence != sequence) ++last_;
        at(last_ - 1) = {sequence, position};
    }

    /// Forgets the commands up to `sequence`; where the output of the last one ends, `position` if
    /// there is none.
    [[nodiscard]] std::uint64_t take_until(std::uint64_t sequence, std::uint64_t position) {
        while (first_ != last_ && at(first_).sequence <= sequence) position = at(first_++).position;
        return position;
    }

  private:
    struct Command {
        std::uint64_t sequence;
        std::uint64_t position;
    };

    [[nodiscard]] Command& at(std::uint64_t index) {
        return commands_[index & (commands_.size() - 1)];
    }

    std::vector<Command> commands_;
    std::uint64_t first_ = 0;
    std::uint64_t last_ = 0;
};

} // namespace pinion::engine
