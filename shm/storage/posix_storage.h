#pragma once

#include "shm/storage/storage.h"

#include <string>

namespace pinion::shm {

enum class MissingDirectory { make, refuse };

/// A directory of this host. Its files are 0600, directories that it makes 0700.
class PosixStorage final : public Storage {
  public:
    /// If the directory is missing, makes it and those above it, or not, for who only reads. Throws
    /// std::system_error.
    explicit PosixStorage(const std::string& path,
                          MissingDirectory missing = MissingDirectory::make);

    PosixStorage(const PosixStorage&) = delete;
    PosixStorage& operator=(const PosixStorage&) = delete;
    ~PosixStorage() override;

    [[nodiscard]] Stored<std::vector<std::string>> list() override;
    [[nodiscard]] Stored<std::unique_ptr<StoredFile>> create(const std::string& name) override;
    [[nodiscard]] Stored<std::unique_ptr<StoredFile>> open(const std::string& name,
                                                           FileAccess access) override;
    [[nodiscard]] std::error_code rename(const std::string& from, const std::string& to) override;
    [[nodiscard]] std::error_code remove(const std::string& name) override;
    [[nodiscard]] std::error_code sync() override;
    [[nodiscard]] Stored<std::unique_ptr<Storage>> directory(const std::string& name) override;
    [[nodiscard]] std::string path(const std::string& name) const override;

  private:
    [[nodiscard]] Stored<std::unique_ptr<StoredFile>> open_file(const std::string& name,
                                                                int flags) const;

    std::string path_;
    int directory_ = -1;
};

} // namespace pinion::shm
