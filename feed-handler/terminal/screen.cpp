#include "feed-handler/terminal/screen.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>
#include <string>

namespace pinion::feed {

namespace {

// Control sequences of ECMA-48 and xterm.
constexpr std::string_view enter_screen = "\x1b[?1049h\x1b[?25l"; // and hide the cursor
constexpr std::string_view leave_screen = "\x1b[?25h\x1b[?1049l";
constexpr std::string_view go_home = "\x1b[H";
constexpr std::string_view erase_line_end = "\x1b[K";
constexpr std::string_view erase_below = "\x1b[J";

} // namespace

Screen::Screen() : is_terminal_(::isatty(STDOUT_FILENO) == 1) {
    if (is_terminal_) std::cout << enter_screen << std::flush;
}

Screen::~Screen() {
    if (is_terminal_) std::cout << leave_screen << std::flush;
}

std::size_t Screen::line_count() const {
    constexpr std::size_t usual_lines = 24;
    winsize size{};
    const bool is_known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0;
    return is_known ? size.ws_row : usual_lines;
}

void Screen::show(std::string_view picture) {
    if (!is_terminal_) {
        std::cout << picture << std::flush;
        return;
    }
    std::string text(go_home);
    for (const char c : picture) {
        if (c == '\n') text += erase_line_end;
        text += c;
    }
    if (text.ends_with('\n')) text.pop_back(); // the last line must not scroll the first away
    std::cout << text << erase_below << std::flush;
}

} // namespace pinion::feed
