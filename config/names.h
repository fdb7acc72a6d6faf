#pragma once

#include "config/table_reader.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Names in a config: which characters they may have, and that they lead somewhere. Throw
/// ConfigError.
namespace pinion::config {

/// A name is 1 to `length_max` of the characters A-Z a-z 0-9 and `others`: it goes into file names,
/// FIX fields and messages as it is.
void require_name(const TableReader& table, std::string_view key, const std::string& name,
                  std::size_t length_max, std::string_view others);

/// The value of `key`, which must be one of `existing`, the names of the `kind`s. Where there is
/// only one, it may be left out.
[[nodiscard]] std::string read_reference(TableReader& table, std::string_view key,
                                         const std::vector<std::string>& existing,
                                         const std::string& kind);

/// The same for a numeric id.
[[nodiscard]] std::uint16_t read_id_reference(TableReader& table, std::string_view key,
                                              const std::vector<std::string>& existing,
                                              const std::string& kind);

void require_existing(const TableReader& table, std::string_view key, const std::string& name,
                      const std::vector<std::string>& existing, const std::string& kind);

} // namespace pinion::config
