#include "tests/support/faulty_disk.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace pinion::test {

namespace {

constexpr std::uint64_t sector_bytes = 512;
constexpr std::uint64_t block_bytes = 4096;

std::error_code failure(std::errc code) { return std::make_error_code(code); }

void put(std::vector<std::byte>& content, std::uint64_t offset, std::span<const std::byte> bytes) {
    content.resize(std::max<std::size_t>(content.size(), offset + bytes.size()));
    std::copy(bytes.begin(), bytes.end(),
              content.begin() + static_cast<std::vector<std::byte>::difference_type>(offset));
}

std::uint64_t bytes_of(const auto& node) {
    std::uint64_t bytes = 0;
    for (const auto& [name, inode] : node.names) bytes += inode->cached.size();
    for (const auto& [name, directory] : node.directories) bytes += bytes_of(*directory);
    return bytes;
}

void add_files(const auto& node, const std::string& above, std::vector<std::string>& paths) {
    for (const auto& [name, inode] : node.names) paths.push_back(above + name);
    for (const auto& [name, directory] : node.directories)
        add_files(*directory, above + name + '/', paths);
}

} // namespace

class FaultyDisk::File final : public shm::StoredFile {
  public:
    File(FaultyDisk& disk, std::shared_ptr<Inode> inode, std::string directory)
        : disk_(disk), inode_(std::move(inode)), directory_(std::move(directory)) {}

    shm::Stored<std::size_t> read_at(std::uint64_t offset, std::span<std::byte> bytes) override {
        const std::lock_guard lock(disk_.mutex_);
        if (directory_ == disk_.faults_.unreadable) return {failure(std::errc::io_error)};
        if (disk_.happens(disk_.faults_.read_error)) return {failure(std::errc::io_error)};
        const auto& cached = inode_->cached;
        const std::uint64_t begin = std::min<std::uint64_t>(offset, cached.size());
        const std::size_t count = std::min<std::uint64_t>(bytes.size(), cached.size() - begin);
        std::copy_n(cached.data() + begin, count, bytes.data());
        return {{}, count};
    }

    std::error_code write_at(std::uint64_t offset, std::span<const std::byte> bytes) override {
        const std::lock_guard lock(disk_.mutex_);
        return disk_.write(*inode_, offset, bytes);
    }

    std::error_code preallocate(std::uint64_t bytes) override {
        const std::lock_guard lock(disk_.mutex_);
        const std::uint64_t now = inode_->cached.size();
        if (bytes <= now) return {};
        return disk_.write(*inode_, now, std::vector<std::byte>(bytes - now));
    }

    std::error_code sync() override {
        if (disk_.sync_hook_) disk_.sync_hook_();
        const std::lock_guard lock(disk_.mutex_);
        return disk_.sync(*inode_);
    }

    shm::Stored<std::uint64_t> size() const override {
        const std::lock_guard lock(disk_.mutex_);
        return {{}, inode_->cached.size()};
    }

  private:
    FaultyDisk& disk_;
    std::shared_ptr<Inode> inode_;
    std::string directory_;
};

class FaultyDisk::Directory final : public shm::Storage {
  public:
    Directory(FaultyDisk& disk, std::shared_ptr<Node> node, std::string path)
        : disk_(disk), node_(std::move(node)), path_(std::move(path)) {}

    shm::Stored<std::vector<std::string>> list() override {
        const std::lock_guard lock(disk_.mutex_);
        if (path_ == disk_.faults_.unreadable) return {failure(std::errc::io_error)};
        shm::Stored<std::vector<std::string>> names;
        for (const auto& [name, inode] : node_->names) names.value.push_back(name);
        return names;
    }

    shm::Stored<std::unique_ptr<shm::StoredFile>> create(const std::string& name) override {
        const std::lock_guard lock(disk_.mutex_);
        if (node_->names.contains(name)) return {failure(std::errc::file_exists)};
        if (!disk_.fits(0)) return {failure(std::errc::no_space_on_device)};
        remember_names();
        const auto inode = node_->names[name] = std::make_shared<Inode>();
        return {{}, std::make_unique<File>(disk_, inode, path_)};
    }

    shm::Stored<std::unique_ptr<shm::StoredFile>> open(const std::string& name,
                                                       shm::FileAccess) override {
        const std::lock_guard lock(disk_.mutex_);
        const auto found = node_->names.find(name);
        if (found == node_->names.end()) return {failure(std::errc::no_such_file_or_directory)};
        return {{}, std::make_unique<File>(disk_, found->second, path_)};
    }

    std::error_code rename(const std::string& from, const std::string& to) override {
        const std::lock_guard lock(disk_.mutex_);
        if (!node_->names.contains(from)) return failure(std::errc::no_such_file_or_directory);
        remember_names();
        node_->names[to] = node_->names[from];
        node_->names.erase(from);
        return {};
    }

    std::error_code remove(const std::string& name) override {
        const std::lock_guard lock(disk_.mutex_);
        if (path_ == disk_.faults_.undeletable) return failure(std::errc::io_error);
        if (!node_->names.contains(name)) return failure(std::errc::no_such_file_or_directory);
        remember_names();
        node_->names.erase(name);
        return {};
    }

    std::error_code sync() override {
        if (disk_.sync_hook_) disk_.sync_hook_();
        const std::lock_guard lock(disk_.mutex_);
        if (disk_.happens(disk_.faults_.sync_error)) return failure(std::errc::io_error);
        node_->unsynced.clear();
        return {};
    }

    shm::Stored<std::unique_ptr<shm::Storage>> directory(const std::string& name) override {
        const std::lock_guard lock(disk_.mutex_);
        auto& node = node_->directories[name];
        if (!node) node = std::make_shared<Node>();
        return {{}, std::make_unique<Directory>(disk_, node, path(name))};
    }

    std::string path(const std::string& name) const override {
        return path_.empty() || name.empty() ? path_ + name : path_ + '/' + name;
    }

  private:
    void remember_names() { node_->unsynced.push_back(node_->names); }

    FaultyDisk& disk_;
    std::shared_ptr<Node> node_;
    std::string path_;
};

FaultyDisk::FaultyDisk(std::uint64_t seed) : random_(seed), root_(std::make_shared<Node>()) {}

FaultyDisk::~FaultyDisk() = default;

std::unique_ptr<shm::Storage> FaultyDisk::storage() {
    const std::lock_guard lock(mutex_);
    return std::make_unique<Directory>(*this, root_, "");
}

void FaultyDisk::set_faults(const DiskFaults& faults) {
    const std::lock_guard lock(mutex_);
    faults_ = faults;
}

void FaultyDisk::set_sync_hook(std::function<void()> hook) { sync_hook_ = std::move(hook); }

void FaultyDisk::lose_power() {
    const std::lock_guard lock(mutex_);
    const double lost = std::uniform_real_distribution(faults_.lost_min, 1.0)(random_);
    const std::uint64_t piece_bytes = happens(0.5) ? sector_bytes : block_bytes;
    root_ = after_power_loss(*root_, lost, piece_bytes);
}

std::vector<std::string> FaultyDisk::files() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> paths;
    add_files(*root_, "", paths);
    return paths;
}

std::vector<std::byte> FaultyDisk::content(const std::string& path) const {
    const std::lock_guard lock(mutex_);
    return find(path)->cached;
}

void FaultyDisk::flip_bit(const std::string& path, std::uint64_t bit) {
    const std::lock_guard lock(mutex_);
    const auto inode = find(path);
    for (auto* content : {&inode->cached, &inode->on_disk})
        if (bit / 8 < content->size()) (*content)[bit / 8] ^= std::byte{1} << (bit % 8);
}

void FaultyDisk::truncate(const std::string& path, std::uint64_t bytes) {
    const std::lock_guard lock(mutex_);
    const auto inode = find(path);
    for (auto* content : {&inode->cached, &inode->on_disk})
        content->resize(std::min<std::size_t>(content->size(), bytes));
}

void FaultyDisk::misdirect(const std::string& path) {
    const std::lock_guard lock(mutex_);
    const auto inode = find(path);
    const std::uint64_t piece_bytes = happens(0.5) ? sector_bytes : block_bytes;
    const std::uint64_t pieces = inode->cached.size() / piece_bytes;
    if (pieces == 0) return;
    const std::uint64_t from = below(pieces) * piece_bytes;
    const std::uint64_t to = below(pieces) * piece_bytes;
    const auto begin = inode->cached.begin() + static_cast<std::ptrdiff_t>(from);
    const std::vector<std::byte> piece(begin, begin + static_cast<std::ptrdiff_t>(piece_bytes));
    for (auto* content : {&inode->cached, &inode->on_disk})
        if (to + piece_bytes <= content->size()) put(*content, to, piece);
}

bool FaultyDisk::happens(double chance) {
    return chance > 0 && std::uniform_real_distribution(0.0, 1.0)(random_) < chance;
}

std::uint64_t FaultyDisk::below(std::uint64_t limit) {
    return std::uniform_int_distribution<std::uint64_t>(0, limit - 1)(random_);
}

bool FaultyDisk::fits(std::uint64_t more_bytes) {
    const std::uint64_t used = bytes_of(*root_);
    return used < faults_.bytes_max && more_bytes <= faults_.bytes_max - used;
}

std::error_code FaultyDisk::write(Inode& inode, std::uint64_t offset,
                                  std::span<const std::byte> bytes) {
    const std::uint64_t end = offset + bytes.size();
    if (end > inode.cached.size() && !fits(end - inode.cached.size()))
        return failure(std::errc::no_space_on_device);

    const bool fails = happens(faults_.write_error);
    if (fails) bytes = bytes.first(below(bytes.size() / sector_bytes + 1) * sector_bytes);
    put(inode.cached, offset, bytes);

    const std::uint64_t first = offset / sector_bytes * sector_bytes;
    const std::uint64_t last = std::min<std::uint64_t>((offset + bytes.size() + sector_bytes - 1) /
                                                           sector_bytes * sector_bytes,
                                                       inode.cached.size());
    const std::span sectors = std::span(inode.cached).subspan(first, last - first);
    const std::uint64_t place = happens(faults_.misdirected)
                                    ? below(inode.cached.size() / sector_bytes + 1) * sector_bytes
                                    : first;
    inode.unsynced.push_back({place, {sectors.begin(), sectors.end()}});
    return fails ? failure(std::errc::io_error) : std::error_code{};
}

std::error_code FaultyDisk::sync(Inode& inode) {
    if (happens(faults_.sync_error)) {
        keep_some(inode, faults_.lost_min, sector_bytes);
        return failure(std::errc::io_error);
    }
    keep_some(inode, 0, sector_bytes);
    return {};
}

/// Un-synced pieces come to the disk, but for the share `lost` of them.
void FaultyDisk::keep_some(Inode& inode, double lost, std::uint64_t piece_bytes) {
    for (const Write& write : inode.unsynced) {
        for (std::uint64_t begin = 0; begin < write.bytes.size();) {
            const std::uint64_t left_in_piece = piece_bytes - (write.offset + begin) % piece_bytes;
            const std::uint64_t count =
                std::min<std::uint64_t>(left_in_piece, write.bytes.size() - begin);
            if (!happens(lost))
                put(inode.on_disk, write.offset + begin,
                    std::span(write.bytes).subspan(begin, count));
            begin += count;
        }
    }
    inode.unsynced.clear();
}

std::shared_ptr<FaultyDisk::Node> FaultyDisk::after_power_loss(Node& node, double lost,
                                                               std::uint64_t piece_bytes) {
    auto after = std::make_shared<Node>();
    node.unsynced.push_back(node.names);
    for (const auto& [name, inode] : node.unsynced[below(node.unsynced.size())]) {
        keep_some(*inode, lost, piece_bytes);
        after->names[name] = std::make_shared<Inode>(Inode{inode->on_disk, inode->on_disk, {}});
    }
    for (const auto& [name, directory] : node.directories)
        after->directories[name] = after_power_loss(*directory, lost, piece_bytes);
    return after;
}

std::shared_ptr<FaultyDisk::Inode> FaultyDisk::find(const std::string& path) const {
    const Node* node = root_.get();
    std::size_t begin = 0;
    for (std::size_t slash; (slash = path.find('/', begin)) != std::string::npos; begin = slash + 1)
        node = node->directories.at(path.substr(begin, slash - begin)).get();
    return node->names.at(path.substr(begin));
}

} // namespace pinion::test
