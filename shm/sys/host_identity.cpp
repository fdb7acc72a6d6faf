#include "shm/sys/host_identity.h"

#include "shm/byte_hash.h"

#include <sys/random.h>

#include <cerrno>
#include <charconv>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <system_error>

namespace pinion::shm {

namespace {

std::string contents(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

std::uint64_t boot_id() {
    ByteHash hash;
    hash.fold(contents("/proc/sys/kernel/random/boot_id"));
    return hash.value();
}

std::uint64_t process_start_time(::pid_t pid) {
    const std::string stat = contents("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t name_end = stat.rfind(')'); // field 2 may hold blanks and brackets
    if (name_end == std::string::npos) return 0;
    std::istringstream fields(stat.substr(name_end + 1));
    std::string field;
    for (int number = 3; number <= 22; ++number)
        if (!(fields >> field)) return 0;
    std::uint64_t ticks = 0;
    std::from_chars(field.data(), field.data() + field.size(), ticks);
    return ticks;
}

std::uint64_t random_id() {
    std::uint64_t number = 0;
    if (::getrandom(&number, sizeof(number), 0) != static_cast<ssize_t>(sizeof(number)))
        throw std::system_error(errno, std::generic_category(), "getrandom");
    return number;
}

} // namespace pinion::shm
