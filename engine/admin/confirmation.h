#pragma once

#include <stdexcept>
#include <string>

namespace pinion::engine {

/// Asks at the terminal whether something that cannot be undone is wanted. Throws
/// std::runtime_error if it is not, or if there is no terminal to ask at.
void confirm(const std::string& what);

/// The name under which a person is logged in; empty if the system knows none.
[[nodiscard]] std::string login_name();

} // namespace pinion::engine
