#pragma once

#include <stdexcept>
#include <string>

namespace pinion::engine {

/// A saved state that cannot be used, in words that say why. Thrown at start-up only.
class SnapshotError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

} // namespace pinion::engine
