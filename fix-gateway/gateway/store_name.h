#pragma once

#include "fix-gateway/gateway/gateway_options.h"

#include <string>

namespace pinion::fix {

/// File name of a client's FIX store: "pinion.PINION-CLIENT.fix". CompIDs are any text, so what
/// could mean something to a file system is written as %XX.
[[nodiscard]] std::string store_name(const std::string& instance, const ClientOptions& client);

} // namespace pinion::fix
