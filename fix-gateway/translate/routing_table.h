#pragma once

#include "shm/layout/instrument_record.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace pinion::fix {

/// What a gateway must know of an engine to write commands for it.
struct EngineRoute {
    std::uint16_t id;                 ///< in OrderIDs and ExecIDs
    std::uint32_t epoch;              ///< as last seen in the link; 0: never attached
    std::uint64_t cl_ord_id_key[2]{}; ///< as published in the link
};

/// Who trades a symbol.
struct InstrumentRoute {
    shm::InstrumentRecord record;
    std::uint32_t instrument; ///< index in the engine's directory
    std::uint16_t engine;     ///< index in the gateway's list of engines
};

/// Symbol -> engine and instrument, and back. Filled at start; `set_engine` renews an engine that
/// came back.
///
/// Thread safety: none. Errors: `add_*` throw std::invalid_argument with what is wrong (a symbol
/// twice, units that codec/decimal.h refuses, an unknown engine).
class RoutingTable {
  public:
    /// Returns the engine's index.
    std::uint16_t add_engine(const EngineRoute& engine);

    void set_engine(std::uint16_t index, const EngineRoute& engine) { engines_[index] = engine; }

    /// Names the instrument of the engine at `directory_index`. The engine was added before.
    void add_instrument(const shm::InstrumentRecord& record, std::uint32_t directory_index,
                        std::uint16_t engine);

    /// Null if nobody trades it. Routes do not move after the last add.
    [[nodiscard]] const InstrumentRoute* find(std::string_view symbol) const;

    /// The instrument of a report from the engine; null if its directory has no such index.
    [[nodiscard]] const InstrumentRoute* find(std::uint16_t engine, std::uint32_t instrument) const;

    [[nodiscard]] std::span<const EngineRoute> engines() const { return engines_; }

  private:
    void rehash(std::size_t cell_count);
    [[nodiscard]] std::size_t cell_of(const shm::Symbol& symbol) const;

    std::vector<EngineRoute> engines_;
    std::vector<InstrumentRoute> instruments_;
    std::vector<std::uint32_t> cells_; ///< open addressing: position in instruments_ + 1, 0: empty
    std::vector<std::vector<std::uint32_t>> directories_; ///< by engine: as cells_, by its index
};

} // namespace pinion::fix
