#include "shm/segment_file.h"

#include "shm/sys/file_lock.h"

#include <boost/interprocess/exceptions.hpp>
#include <boost/interprocess/permissions.hpp>

#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

namespace pinion::shm {

namespace {

namespace ipc = boost::interprocess;

using Code = SegmentError::Code;

constexpr std::size_t name_max = 200; ///< room for what a temporary name adds, within NAME_MAX

std::string path_of(const std::string& name) { return "/dev/shm/" + name; }

[[noreturn]] void throw_system(const std::string& name, const std::string& what, int error) {
    throw SegmentError(Code::system, "segment " + path_of(name) + ": " + what + ": " +
                                         std::generic_category().message(error));
}

void require_name(const std::string& name) {
    if (name.empty() || name.size() > name_max || name.front() == '.' ||
        name.find('/') != std::string::npos || name.find('\0') != std::string::npos)
        throw SegmentError(Code::system, "\"" + name +
                                             "\" cannot name a segment: no '/', no leading '.', 1 "
                                             "to 200 bytes; check the instance in the config");
}

/// ".NAME.PID.COUNT": hidden, and tells whether its maker lives.
std::string temporary_prefix(const std::string& name) { return "." + name + ".tmp-"; }

std::string new_temporary_name(const std::string& name) {
    static std::atomic<unsigned> count{0};
    return temporary_prefix(name) + std::to_string(::getpid()) + "-" +
           std::to_string(count.fetch_add(1, std::memory_order_relaxed));
}

bool is_left_by_dead_process(const std::string& file_name, const std::string& prefix) {
    if (!file_name.starts_with(prefix)) return false;
    ::pid_t pid = 0;
    const char* end = file_name.data() + file_name.size();
    std::from_chars(file_name.data() + prefix.size(), end, pid);
    return pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH;
}

void remove_left_temporaries(const std::string& name) {
    const std::string prefix = temporary_prefix(name);
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator("/dev/shm", ignored))
        if (is_left_by_dead_process(entry.path().filename().string(), prefix))
            std::filesystem::remove(entry.path(), ignored);
}

void allocate(int file, const std::string& name, std::size_t bytes) {
    int error = EINTR;
    while (error == EINTR) error = ::posix_fallocate(file, 0, static_cast<off_t>(bytes));
    if (error == ENOSPC || error == EFBIG || error == EINVAL)
        throw SegmentError(Code::system,
                           "segment " + path_of(name) + " needs " + std::to_string(bytes) +
                               " bytes and /dev/shm has not that much room: make the rings and "
                               "pools in the config smaller, or enlarge it (mount -o "
                               "remount,size=... /dev/shm)");
    if (error != 0)
        throw_system(name, "cannot allocate " + std::to_string(bytes) + " bytes", error);
}

::gid_t group_id(const std::string& name, const std::string& group) {
    errno = 0;
    const ::group* entry = ::getgrnam(group.c_str());
    if (entry == nullptr)
        throw SegmentError(Code::system, "segment " + path_of(name) + ": there is no group \"" +
                                             group + "\"; create it (groupadd " + group +
                                             ") or change `group` in the config");
    return entry->gr_gid;
}

} // namespace

SegmentFile::SegmentFile(std::string name, ipc::shared_memory_object object)
    : name_(std::move(name)), object_(std::move(object)) {}

SegmentFile::SegmentFile(SegmentFile&& other) noexcept
    : name_(std::move(other.name_)), object_(std::move(other.object_)),
      region_(std::move(other.region_)), temporary_name_(std::exchange(other.temporary_name_, {})) {
}

SegmentFile::~SegmentFile() {
    if (!temporary_name_.empty()) ::unlink(path_of(temporary_name_).c_str());
}

SegmentFile SegmentFile::create_temporary(const std::string& name, std::size_t bytes) {
    require_name(name);
    remove_left_temporaries(name);
    const std::string temporary = new_temporary_name(name);
    try {
        SegmentFile file(name, ipc::shared_memory_object(ipc::create_only, temporary.c_str(),
                                                         ipc::read_write, ipc::permissions(0600)));
        file.temporary_name_ = temporary;
        allocate(file.descriptor(), name, bytes);
        file.map();
        return file;
    } catch (const ipc::interprocess_exception& error) {
        throw_system(name, "cannot be created in /dev/shm", error.get_native_error());
    }
}

std::optional<SegmentFile> SegmentFile::open_if_there(const std::string& name,
                                                      SegmentAccess access) {
    require_name(name);
    try {
        return SegmentFile(name, ipc::shared_memory_object(ipc::open_only, name.c_str(),
                                                           access == SegmentAccess::read_only
                                                               ? ipc::read_only
                                                               : ipc::read_write));
    } catch (const ipc::interprocess_exception& error) {
        if (error.get_native_error() == ENOENT) return std::nullopt;
        throw_system(name,
                     "cannot be opened; ask for membership in its group, or check `group` and "
                     "`mode` in the config",
                     error.get_native_error());
    }
}

void SegmentFile::map() {
    struct ::stat status {};

    if (::fstat(descriptor(), &status) != 0 || !S_ISREG(status.st_mode))
        throw SegmentError(Code::damaged, "segment " + path_of(name_) + " is not a regular file");
    if (status.st_size == 0) return;
    try {
        // Every page is mapped now: the first touch of one must not cost a page fault later.
        region_ =
            ipc::mapped_region(object_, object_.get_mode(), 0,
                               static_cast<std::size_t>(status.st_size), nullptr, MAP_POPULATE);
    } catch (const ipc::interprocess_exception& error) {
        throw_system(name_, "cannot be mapped", error.get_native_error());
    }
}

std::span<std::byte> SegmentFile::memory() const {
    return {static_cast<std::byte*>(region_.get_address()), region_.get_size()};
}

int SegmentFile::descriptor() const { return object_.get_mapping_handle().handle; }

void SegmentFile::set_permissions(const std::string& group, ::mode_t mode) const {
    if (!group.empty() && ::fchown(descriptor(), static_cast<::uid_t>(-1), group_id(name_, group)))
        throw_system(name_,
                     "cannot be given to group \"" + group +
                         "\"; run as a member of it (usermod -aG) or change `group` in the config",
                     errno);
    if (::fchmod(descriptor(), mode & 0777) != 0) throw_system(name_, "cannot set its mode", errno);
}

bool SegmentFile::link_to(const std::string& name) {
    if (::link(path_of(temporary_name_).c_str(), path_of(name).c_str()) != 0) {
        if (errno == EEXIST) return false;
        throw_system(name, "cannot be given its name", errno);
    }
    ::unlink(path_of(temporary_name_).c_str());
    temporary_name_.clear();
    return true;
}

void SegmentFile::rename_to(const std::string& name) {
    if (::rename(path_of(temporary_name_).c_str(), path_of(name).c_str()) != 0)
        throw_system(name, "cannot replace the one a dead process left; remove it", errno);
    temporary_name_.clear();
}

bool SegmentFile::is_at(const std::string& name) const {
    struct ::stat here {};

    struct ::stat there {};

    return ::fstat(descriptor(), &here) == 0 && ::stat(path_of(name).c_str(), &there) == 0 &&
           here.st_dev == there.st_dev && here.st_ino == there.st_ino;
}

void SegmentFile::remove(const std::string& name) { ::unlink(path_of(name).c_str()); }

} // namespace pinion::shm
