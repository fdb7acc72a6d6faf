#pragma once

#include "config/table_reader.h"
#include "config/venue_config.h"

#include <cstdint>
#include <string>
#include <vector>

/// Each section of the file, from its table to its struct: keys, types, ranges and defaults, and
/// what refers to an identifier gets the list of those that exist. Throw ConfigError.
namespace pinion::config {

[[nodiscard]] std::string read_instance(TableReader& root);
[[nodiscard]] SegmentsConfig read_segments(TableReader table);
[[nodiscard]] LogConfig read_log(TableReader table);
[[nodiscard]] std::string read_state_directory(TableReader table, const std::string& instance);
[[nodiscard]] LimitsConfig read_limits(TableReader table);
[[nodiscard]] EngineConfig read_engine(TableReader table, const std::string& state_directory);
[[nodiscard]] GatewayConfig read_gateway(TableReader table,
                                         const std::vector<std::string>& engines);
[[nodiscard]] InstrumentConfig read_instrument(TableReader table,
                                               const std::vector<std::string>& engines);
[[nodiscard]] shm::AccountName read_account(TableReader table);
[[nodiscard]] SessionConfig read_session(TableReader table,
                                         const std::vector<std::string>& gateways,
                                         const std::vector<std::string>& accounts);

} // namespace pinion::config
