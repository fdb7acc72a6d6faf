# Turns a file into a C++ source that defines `std::string_view pinion::config::FUNCTION()`.
#   cmake -D INPUT=... -D OUTPUT=... -D FUNCTION=... -P embed.cmake
file(READ "${INPUT}" bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "((0x..,){20})" "\\1\n" bytes "${bytes}")
file(WRITE "${OUTPUT}" "#include \"config/embedded.h\"

namespace {
constexpr unsigned char bytes[] = {
${bytes}};
}

std::string_view pinion::config::${FUNCTION}() {
    return {reinterpret_cast<const char*>(bytes), sizeof bytes};
}
")
