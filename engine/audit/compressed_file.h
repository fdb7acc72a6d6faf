#pragma once

#include "shm/storage/storage.h"

#include <string>
#include <system_error>

namespace pinion::engine {

/// Makes the zstd file `to` of the file `from`, which stays. `to` has its name only when it is
/// whole and synced. Errors: what a disk says; std::bad_alloc.
[[nodiscard]] std::error_code compress_file(shm::Storage& directory, const std::string& from,
                                            const std::string& to);

} // namespace pinion::engine
