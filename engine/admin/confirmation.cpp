#include "engine/admin/confirmation.h"

#include <pwd.h>
#include <unistd.h>

#include <iostream>

namespace pinion::engine {

void confirm(const std::string& what) {
    if (::isatty(STDIN_FILENO) == 0)
        throw std::runtime_error(
            what + " cannot be undone, and there is no terminal to ask at: say --yes");
    std::cerr << what << " cannot be undone. Do it? [y/N] " << std::flush;
    std::string answer;
    std::getline(std::cin, answer);
    if (answer != "y" && answer != "yes") throw std::runtime_error("nothing was done");
}

std::string login_name() {
    const auto* user = ::getpwuid(::getuid()); // NOLINT(concurrency-mt-unsafe)
    return user == nullptr ? std::string{} : std::string(user->pw_name);
}

} // namespace pinion::engine
