#pragma once

#include "engine/engine_options.h"
#include "latency/bench/book/command_maker.h"
#include "latency/bench/book/engine_player.h"
#include "latency/bench/book/stream.h"
#include "shm/messages/log_record.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace pinion::latency {

/// The measured operations of a stream, in so many parts: a sample plays one of them.
inline constexpr std::size_t stream_parts = 8;

[[nodiscard]] std::span<const Operation> part_of(const Stream& stream, std::size_t number);

/// What an engine runs with.
struct EngineSetting {
    std::uint32_t accounts = 1; ///< that share the stream's orders
    /// Changes the options that the stream needs.
    std::function<void(engine::EngineOptions&)> adjust = [](engine::EngineOptions&) {};
    /// Applied before all others.
    std::vector<shm::SequencedCommand> first{};
};

/// The whole engine under a stream's commands, part after part, with 10 million dead ids in the
/// day's table; begins anew when all parts were played. Throws if the engine trades wrongly.
class EngineRun {
  public:
    /// The stream must outlive it.
    EngineRun(const Stream& stream, EngineSetting setting);

    /// Nanoseconds for a command of the next part.
    double next_ns();

  private:
    std::vector<shm::SequencedCommand> commands_of(std::span<const Operation> some);
    void start();
    void check() const;

    const Stream& stream_;
    EngineSetting setting_;
    CommandMaker maker_;
    std::unique_ptr<EnginePlayer> engine_;
    std::size_t part_ = 0;
};

} // namespace pinion::latency
