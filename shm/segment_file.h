#pragma once

#include "shm/segment.h"

#include <boost/interprocess/mapped_region.hpp>
#include <boost/interprocess/shared_memory_object.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace pinion::shm {

/// A file in /dev/shm and its mapping: the part of a segment that is about names, sizes and rights
/// and knows nothing of headers. Errors: SegmentError.
class SegmentFile {
  public:
    /// A mapped file of zeros with all its pages, under a temporary name that goes with this object
    /// unless it is linked or renamed. Also removes what dead processes left of the same name.
    [[nodiscard]] static SegmentFile create_temporary(const std::string& name, std::size_t bytes);

    /// Nothing if there is no such file. Not mapped yet.
    [[nodiscard]] static std::optional<SegmentFile> open_if_there(const std::string& name,
                                                                  SegmentAccess access);

    SegmentFile(SegmentFile&& other) noexcept;
    SegmentFile& operator=(SegmentFile&&) = delete;
    ~SegmentFile();

    /// Maps the file as large as it is now; an empty file has no memory.
    void map();

    [[nodiscard]] std::span<std::byte> memory() const;
    [[nodiscard]] int descriptor() const;

    void set_permissions(const std::string& group, ::mode_t mode) const;

    /// Turns the temporary name into `name`; false if that is taken.
    [[nodiscard]] bool link_to(const std::string& name);

    /// Turns the temporary name into `name` in place of what has it now.
    void rename_to(const std::string& name);

    /// Whether `name` leads to this file.
    [[nodiscard]] bool is_at(const std::string& name) const;

    static void remove(const std::string& name);

  private:
    SegmentFile(std::string name, boost::interprocess::shared_memory_object object);

    std::string name_; ///< the one that it has or will have; for messages
    boost::interprocess::shared_memory_object object_;
    boost::interprocess::mapped_region region_;
    std::string temporary_name_; ///< empty if it has none (any more)
};

} // namespace pinion::shm
