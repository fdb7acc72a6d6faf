#pragma once

#include "fix-gateway/transport/transport.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace pinion::transport {

/// Connections by id. An id is a slot and the number of times that slot was used, so that a late
/// event of a dead connection never reaches its successor.
///
///   | use count, 32 bits | slot, 24 bits |      the top 8 bits are 0 and free for a transport's
///   own marks
template <class Connection>
class ConnectionTable {
  public:
    static constexpr unsigned slot_bits = 24;

    explicit ConnectionTable(std::size_t connections_max) : entries_(connections_max) {
        free_slots_.reserve(connections_max);
        for (std::size_t slot = connections_max; slot > 0; --slot) free_slots_.push_back(slot - 1);
    }

    [[nodiscard]] bool full() const { return free_slots_.empty(); }

    /// Adds a connection and sets its `id`. The table must not be full.
    Connection& insert(std::unique_ptr<Connection> connection) {
        const std::size_t slot = free_slots_.back();
        free_slots_.pop_back();
        Entry& entry = entries_[slot];
        connection->id = (ConnectionId{++entry.use_count} << slot_bits) | slot;
        entry.connection = std::move(connection);
        return *entry.connection;
    }

    /// Null if the id is dead.
    [[nodiscard]] Connection* find(ConnectionId id) const {
        const std::size_t slot = id & ((std::size_t{1} << slot_bits) - 1);
        if (slot >= entries_.size()) return nullptr;
        Connection* connection = entries_[slot].connection.get();
        return connection != nullptr && connection->id == id ? connection : nullptr;
    }

    void erase(ConnectionId id) {
        if (find(id) == nullptr) return;
        const std::size_t slot = id & ((std::size_t{1} << slot_bits) - 1);
        entries_[slot].connection.reset();
        free_slots_.push_back(slot);
    }

    template <class Visit>
    void for_each(Visit visit) const {
        for (const Entry& entry : entries_)
            if (entry.connection) visit(*entry.connection);
    }

  private:
    struct Entry {
        std::unique_ptr<Connection> connection;
        std::uint32_t use_count = 0;
    };

    std::vector<Entry> entries_;
    std::vector<std::size_t> free_slots_;
};

} // namespace pinion::transport
