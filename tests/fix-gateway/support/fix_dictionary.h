#pragma once

#include <string>

namespace pinion::test {

/// The text of the dictionary that gateways are built with.
[[nodiscard]] std::string fix_dictionary();

} // namespace pinion::test
