#include "tests/fix-gateway/store/lossy_disk.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace pinion::test {

namespace {

struct stat status_of(int fd) {
    struct stat found {};

    if (::fstat(fd, &found) != 0) std::abort();
    return found;
}

std::vector<char> content_of(int fd) {
    std::vector<char> bytes(static_cast<std::size_t>(status_of(fd).st_size));
    if (::pread(fd, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        std::abort();
    return bytes;
}

} // namespace

LossyDisk::~LossyDisk() {
    for (const auto& [inode, file] : files_) ::close(file.fd);
}

/// Keeps each file open, without its lock, so that it can be read after its name is gone.
LossyDisk::File& LossyDisk::file_of(int fd) {
    const ::ino_t inode = status_of(fd).st_ino;
    const auto found = files_.find(inode);
    if (found != files_.end()) return found->second;
    newest_ = inode;
    const std::string again = "/proc/self/fd/" + std::to_string(fd);
    return files_[inode] = {::open(again.c_str(), O_RDONLY | O_CLOEXEC), {}};
}

bool LossyDisk::sync(const Part& part) {
    File& file = file_of(part.fd);
    may_die();
    if (fails_) return false;
    file.image.resize(content_of(file.fd).size());
    std::copy_n(reinterpret_cast<const char*>(part.begin), part.bytes,
                file.image.begin() + static_cast<std::ptrdiff_t>(part.offset));
    return true;
}

bool LossyDisk::sync_directory_of(const std::string&) {
    may_die();
    if (fails_) return false;
    durable_ = newest_;
    return true;
}

void LossyDisk::may_die() {
    if (syncs_left_ < 0 || syncs_left_-- > 0) return;
    lose_host();
    throw HostLost();
}

void LossyDisk::write_some_back() {
    File& file = files_.at(newest_);
    const std::vector<char> now = content_of(file.fd);
    file.image.resize(now.size());
    for (std::size_t at = 0; at < now.size(); at += sector_bytes)
        if (random_() % 4 == 0)
            std::copy_n(now.begin() + static_cast<std::ptrdiff_t>(at), sector_bytes,
                        file.image.begin() + static_cast<std::ptrdiff_t>(at));
}

std::vector<char> LossyDisk::what_is_left(const File& file) {
    std::vector<char> left = content_of(file.fd);
    const bool is_size_kept = random_() % 2 == 0;
    std::vector<char> image = file.image;
    image.resize(left.size());
    const auto kept_of_eight = random_() % 9; // from nothing to all
    for (std::size_t at = 0; at < left.size(); at += sector_bytes)
        if (random_() % 8 >= kept_of_eight)
            std::copy_n(image.begin() + static_cast<std::ptrdiff_t>(at), sector_bytes,
                        left.begin() + static_cast<std::ptrdiff_t>(at));
    if (!is_size_kept) left.resize(file.image.size());
    return left;
}

/// The directory has the name's last inode that was synced, or the one that it has now.
void LossyDisk::lose_host() {
    struct stat named {};

    if (::stat(path_.c_str(), &named) != 0) std::abort();
    const ::ino_t kept = random_() % 2 == 0 ? named.st_ino : durable_;
    left_ = kept == 0 ? std::vector<char>() : what_is_left(files_.at(kept));
    syncs_left_ = -1;
}

void LossyDisk::reboot() {
    ::unlink((path_ + ".new").c_str());
    if (left_.empty()) {
        ::unlink(path_.c_str());
        durable_ = 0;
        return;
    }
    const std::string restored = path_ + ".restored";
    std::ofstream(restored, std::ios::binary)
        .write(left_.data(), static_cast<std::streamsize>(left_.size()));
    if (::rename(restored.c_str(), path_.c_str()) != 0) std::abort();
    const int fd = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    file_of(fd).image = left_;
    durable_ = newest_;
    ::close(fd);
}

} // namespace pinion::test
