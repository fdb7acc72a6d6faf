#pragma once

#include <cstddef>
#include <string_view>

namespace pinion::feed {

/// Shows one picture after the other on standard output. On a terminal each takes the last one's
/// place, on a screen of its own that goes when this object goes; elsewhere each is a text of its
/// own. Thread safety: one object, one thread.
class Screen {
  public:
    Screen();
    ~Screen();
    Screen(const Screen&) = delete;
    Screen& operator=(const Screen&) = delete;

    [[nodiscard]] bool is_terminal() const { return is_terminal_; }

    /// Lines that a picture may have.
    [[nodiscard]] std::size_t line_count() const;

    /// `picture` ends in a line feed.
    void show(std::string_view picture);

  private:
    bool is_terminal_;
};

} // namespace pinion::feed
