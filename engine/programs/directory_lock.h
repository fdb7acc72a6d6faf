#pragma once

#include "shm/storage/storage.h"
#include "shm/sys/file_lock.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>

namespace pinion::engine {

/// Keeps other processes out of a directory in which one may write at a time. The kernel lets go
/// of it when this one dies. The constructor throws std::runtime_error if another has it, whom
/// `writer` names.
class DirectoryLock {
  public:
    DirectoryLock(shm::Storage& directory, const std::string& writer) {
        const auto name = "." + writer + ".lock";
        auto file = directory.open(name, shm::FileAccess::read_write);
        if (file.error == std::errc::no_such_file_or_directory) file = directory.create(name);
        if (file.error == std::errc::file_exists) // another made it in between
            file = directory.open(name, shm::FileAccess::read_write);
        if (file.error)
            throw std::runtime_error(directory.path(name) + ": " + file.error.message());
        if (!shm::try_lock_byte(file.value->descriptor(), 0))
            throw std::runtime_error(directory.path("") + ": another " + writer + " writes there");
        file_ = std::move(file.value);
    }

  private:
    std::unique_ptr<shm::StoredFile> file_;
};

} // namespace pinion::engine
