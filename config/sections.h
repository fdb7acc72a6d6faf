#pragma once

#include "config/table_reader.h"
#include "config/venue_config.h"

#include <cstddef>
#include <cstdint>
#include <optional>
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
[[nodiscard]] CalendarConfig read_calendar(TableReader table);
[[nodiscard]] InstrumentConfig read_instrument(TableReader table,
                                               const std::vector<std::string>& engines,
                                               const std::vector<std::string>& calendars,
                                               const std::vector<AssetConfig>& assets);
[[nodiscard]] AssetConfig read_asset(TableReader table);
/// Of an instrument whose other keys were read: nothing if it names no assets.
[[nodiscard]] std::optional<TradedAssets>
read_traded_assets(TableReader& table, const shm::InstrumentRecord& record,
                   const std::vector<AssetConfig>& assets);
[[nodiscard]] AccountGroupConfig read_account_group(TableReader table);

struct AccountConfig {
    shm::AccountName name;
    std::optional<std::size_t> group; ///< index of its group
};

[[nodiscard]] AccountConfig read_account(TableReader table, const std::vector<std::string>& groups);
[[nodiscard]] SessionConfig read_session(TableReader table,
                                         const std::vector<std::string>& gateways,
                                         const std::vector<std::string>& accounts);

} // namespace pinion::config
