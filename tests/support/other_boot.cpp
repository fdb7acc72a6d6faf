// Loaded before a program's libraries (LD_PRELOAD), makes its host another one: the kernel's boot
// id is read from the file that PINION_TEST_BOOT_ID names.

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

// As libstdc++ opens a file stream.
extern "C" std::FILE* fopen64(const char* path, const char* mode) {
    using Open = std::FILE* (*)(const char*, const char*);
    static const auto open = reinterpret_cast<Open>(::dlsym(RTLD_NEXT, "fopen64"));
    const char* other = std::getenv("PINION_TEST_BOOT_ID");
    const bool is_asked_for = std::strcmp(path, "/proc/sys/kernel/random/boot_id") == 0;
    return open(is_asked_for && other != nullptr ? other : path, mode);
}
