#pragma once

#include <stdexcept>

namespace pinion::engine {

/// An engine's history cannot be taken up again: what was found, where, and what to do. Thrown at
/// start-up only.
class RecoveryError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

} // namespace pinion::engine
