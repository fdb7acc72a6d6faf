#include "shm/storage/posix_storage.h"

#include "shm/storage/posix_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

namespace pinion::shm {

namespace {

std::error_code last_error() { return {errno, std::generic_category()}; }

std::error_code sync_directory(const std::string& path) {
    const int directory = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0) return last_error();
    const std::error_code error = ::fsync(directory) == 0 ? std::error_code{} : last_error();
    ::close(directory);
    return error;
}

/// A directory that was just made is lost with the host unless the one above it is synced.
std::error_code make_directories(const std::filesystem::path& path) {
    const auto above = path.parent_path();
    if (!above.empty() && above != path)
        if (const auto error = make_directories(above)) return error;
    if (::mkdir(path.c_str(), 0700) == 0)
        return sync_directory(above.empty() ? "." : above.string());
    return errno == EEXIST ? std::error_code{} : last_error();
}

std::string without_last_slash(std::string path) {
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    return path;
}

} // namespace

PosixStorage::PosixStorage(const std::string& path, MissingDirectory missing)
    : path_(without_last_slash(path)) {
    if (missing == MissingDirectory::make)
        if (const auto error = make_directories(path_)) throw std::system_error(error, path_);
    directory_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory_ < 0) throw std::system_error(last_error(), path_);
}

PosixStorage::~PosixStorage() { ::close(directory_); }

Stored<std::vector<std::string>> PosixStorage::list() {
    Stored<std::vector<std::string>> names;
    std::filesystem::directory_iterator entry(path_, names.error);
    while (!names.error && entry != std::filesystem::directory_iterator()) {
        if (entry->is_regular_file(names.error))
            names.value.push_back(entry->path().filename().string());
        else if (names.error == std::errc::no_such_file_or_directory)
            names.error.clear(); // removed meanwhile
        if (!names.error) entry.increment(names.error);
    }
    std::sort(names.value.begin(), names.value.end());
    return names;
}

Stored<std::unique_ptr<StoredFile>> PosixStorage::create(const std::string& name) {
    return open_file(name, O_RDWR | O_CREAT | O_EXCL);
}

Stored<std::unique_ptr<StoredFile>> PosixStorage::open(const std::string& name, FileAccess access) {
    return open_file(name, access == FileAccess::read_only ? O_RDONLY : O_RDWR);
}

Stored<std::unique_ptr<StoredFile>> PosixStorage::open_file(const std::string& name,
                                                            int flags) const {
    const int file = ::openat(directory_, name.c_str(), flags | O_CLOEXEC, 0600);
    if (file < 0) return {last_error()};
    return {{}, std::make_unique<PosixFile>(file)};
}

std::error_code PosixStorage::rename(const std::string& from, const std::string& to) {
    const int result = ::renameat(directory_, from.c_str(), directory_, to.c_str());
    return result == 0 ? std::error_code{} : last_error();
}

std::error_code PosixStorage::remove(const std::string& name) {
    return ::unlinkat(directory_, name.c_str(), 0) == 0 ? std::error_code{} : last_error();
}

std::error_code PosixStorage::sync() {
    return ::fsync(directory_) == 0 ? std::error_code{} : last_error();
}

Stored<std::unique_ptr<Storage>> PosixStorage::directory(const std::string& name) {
    try {
        return {{}, std::make_unique<PosixStorage>(path(name))};
    } catch (const std::system_error& error) {
        return {error.code()};
    }
}

std::string PosixStorage::path(const std::string& name) const {
    return name.empty() ? path_ : path_ + '/' + name;
}

} // namespace pinion::shm
