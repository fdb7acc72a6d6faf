#include "config/words.h"

#include <sstream>

namespace pinion::config {

std::string octal(::mode_t mode) {
    std::ostringstream text;
    text << "0o" << std::oct << mode;
    return text.str();
}

} // namespace pinion::config
