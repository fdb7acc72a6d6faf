#include "shm/storage/whole_file.h"

namespace pinion::shm {

std::error_code write_whole_file(Storage& directory, const std::string& name,
                                 const std::function<std::error_code(StoredFile&)>& write) {
    const auto temporary = name + ".unfinished";
    static_cast<void>(directory.remove(temporary)); // of a writer that died
    const auto file = directory.create(temporary);
    if (file.error) return file.error;
    auto error = write(*file.value);
    if (!error) error = file.value->sync();
    if (!error) error = directory.rename(temporary, name);
    if (!error) return directory.sync();
    static_cast<void>(directory.remove(temporary)); // nothing is lost if it stays
    return error;
}

} // namespace pinion::shm
