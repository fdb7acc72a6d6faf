#pragma once

#include "shm/storage/storage.h"

#include <functional>
#include <string>
#include <system_error>

namespace pinion::shm {

/// Makes or replaces the file `name` so that it is there only when it is whole and synced; till
/// then, and if its writer dies, what there is of it is called "NAME.unfinished". `write` fills it.
/// One writer at a time for a name.
[[nodiscard]] std::error_code
write_whole_file(Storage& directory, const std::string& name,
                 const std::function<std::error_code(StoredFile&)>& write);

} // namespace pinion::shm
