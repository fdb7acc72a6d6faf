#include "fix-gateway/translate/routing_table.h"

#include "fix-gateway/codec/decimal.h"

#include <bit>
#include <stdexcept>
#include <string>

namespace pinion::fix {

std::uint16_t RoutingTable::add_engine(const EngineRoute& engine) {
    engines_.push_back(engine);
    directories_.emplace_back();
    return static_cast<std::uint16_t>(engines_.size() - 1);
}

void RoutingTable::add_instrument(const shm::InstrumentRecord& record,
                                  std::uint32_t directory_index, std::uint16_t engine) {
    const std::string symbol(record.symbol.view());
    if (engine >= engines_.size())
        throw std::invalid_argument("instrument " + symbol + ": unknown engine");
    if (symbol.empty() || find(symbol) != nullptr)
        throw std::invalid_argument("instrument \"" + symbol +
                                    "\" is there twice or has no symbol");
    if (!has_usable_units(record))
        throw std::invalid_argument("instrument " + symbol + ": unusable tick or lot");

    instruments_.push_back({record, directory_index, engine});
    auto& directory = directories_[engine];
    if (directory.size() <= directory_index) directory.resize(directory_index + 1);
    directory[directory_index] = static_cast<std::uint32_t>(instruments_.size());
    rehash(std::bit_ceil(instruments_.size() * 4));
}

const InstrumentRoute* RoutingTable::find(std::string_view symbol) const {
    const auto key = shm::Symbol::from(symbol);
    if (!key || cells_.empty()) return nullptr;
    for (std::size_t cell = cell_of(*key); cells_[cell] != 0;
         cell = (cell + 1) & (cells_.size() - 1)) {
        const InstrumentRoute& route = instruments_[cells_[cell] - 1];
        if (route.record.symbol == *key) return &route;
    }
    return nullptr;
}

const InstrumentRoute* RoutingTable::find(std::uint16_t engine, std::uint32_t instrument) const {
    if (engine >= directories_.size() || instrument >= directories_[engine].size()) return nullptr;
    const std::uint32_t position = directories_[engine][instrument];
    return position == 0 ? nullptr : &instruments_[position - 1];
}

void RoutingTable::rehash(std::size_t cell_count) {
    cells_.assign(cell_count, 0);
    for (std::uint32_t position = 1; position <= instruments_.size(); ++position) {
        std::size_t cell = cell_of(instruments_[position - 1].record.symbol);
        while (cells_[cell] != 0) cell = (cell + 1) & (cell_count - 1);
        cells_[cell] = position;
    }
}

/// FNV-1a: symbols are the venue's own, nobody can choose them to collide.
std::size_t RoutingTable::cell_of(const shm::Symbol& symbol) const {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char c : symbol.view())
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return static_cast<std::size_t>(hash ^ (hash >> 32)) & (cells_.size() - 1);
}

} // namespace pinion::fix
