#pragma once

#include "shm/storage/posix_storage.h"

#include <stdexcept>
#include <string>
#include <system_error>

namespace pinion::engine {

/// A directory that an engine made, for programs that only read it. Throws std::runtime_error if
/// it is not there, std::system_error if it cannot be read.
[[nodiscard]] inline shm::PosixStorage existing_directory(const std::string& path) {
    try {
        return shm::PosixStorage(path, shm::MissingDirectory::refuse);
    } catch (const std::system_error& error) {
        if (error.code() != std::errc::no_such_file_or_directory) throw;
        throw std::runtime_error(path + " is not there: no engine with this config and a "
                                        "durability other than \"none\" has run yet");
    }
}

} // namespace pinion::engine
