#pragma once

#include "config/venue_config.h"

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// The words of the config file and what they stand for, in the order in which messages list them.
namespace pinion::config {

template <class Value>
using Choices = std::vector<std::pair<std::string_view, Value>>;

inline const Choices<LogLevel> log_levels{{"trace", LogLevel::trace}, {"debug", LogLevel::debug},
                                          {"info", LogLevel::info},   {"warn", LogLevel::warn},
                                          {"error", LogLevel::error}, {"off", LogLevel::off}};

inline const Choices<shm::Durability> durabilities{{"none", shm::Durability::none},
                                                   {"async", shm::Durability::async},
                                                   {"sync", shm::Durability::sync}};

inline const Choices<CancelOnDisconnect> cancels_on_disconnect{
    {"optional", CancelOnDisconnect::optional},
    {"always", CancelOnDisconnect::always},
    {"never", CancelOnDisconnect::never}};

inline const Choices<TransportChoice> transports{{"auto", TransportChoice::automatic},
                                                 {"io_uring", TransportChoice::io_uring},
                                                 {"epoll", TransportChoice::epoll}};

inline const Choices<std::optional<shm::Wait>> waits{{"auto", std::nullopt},
                                                     {"spin", shm::Wait::spin},
                                                     {"yield", shm::Wait::yield},
                                                     {"sleep", shm::Wait::sleep}};

/// Bits of CalendarConfig::days.
inline const Choices<std::uint8_t> weekdays{{"mon", 1},  {"tue", 2},  {"wed", 4}, {"thu", 8},
                                            {"fri", 16}, {"sat", 32}, {"sun", 64}};

/// A file mode as TOML writes it.
[[nodiscard]] std::string octal(::mode_t mode);

template <class Value>
[[nodiscard]] std::string_view word_for(const Choices<Value>& choices, const Value& wanted) {
    for (const auto& [word, value] : choices)
        if (value == wanted) return word;
    throw std::logic_error("a value without a word");
}

} // namespace pinion::config
