#include "latency/bench/book/stream_file.h"

#include <array>
#include <cstring>
#include <fstream>
#include <stdexcept>
#include <string>

namespace pinion::latency {

namespace {

struct Header {
    std::array<char, 8> magic;
    std::uint64_t records;
    std::uint64_t warm_up;
    std::uint64_t spare;
};

static_assert(sizeof(Header) == 32);

constexpr std::array<char, 8> magic{'P', 'I', 'N', 'B', 'O', 'O', 'K', '1'};
constexpr std::int64_t price_max = std::int64_t{1} << 40;
constexpr std::uint64_t quantity_max = std::uint64_t{1} << 40;
constexpr std::uint32_t instruments_max = 65'536;

[[noreturn]] void fail(const std::filesystem::path& file, const std::string& what) {
    throw std::runtime_error(file.string() + ": " + what);
}

/// What is wrong with it, or null.
const char* fault(const Operation& operation) {
    if (operation.kind < OperationKind::add || operation.kind > OperationKind::immediate)
        return "unknown kind";
    if (operation.side != shm::Side::buy && operation.side != shm::Side::sell)
        return "unknown side";
    if (operation.instrument >= instruments_max) return "instrument above 65535";
    if (operation.price_ticks < -price_max || operation.price_ticks > price_max)
        return "price beyond 2^40";
    if (operation.quantity_lots > quantity_max) return "quantity above 2^40";
    return nullptr;
}

} // namespace

Stream read_stream(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    Header header{};
    if (!in.read(reinterpret_cast<char*>(&header), sizeof header) || header.magic != magic)
        fail(file, "not a stream of book operations");
    const auto bytes = std::filesystem::file_size(file) - sizeof header;
    if (header.records != bytes / sizeof(Operation) || bytes % sizeof(Operation) != 0 ||
        header.warm_up > header.records)
        fail(file, "its header does not fit its length");
    Stream stream;
    stream.warm_up = header.warm_up;
    stream.operations.resize(header.records);
    if (!in.read(reinterpret_cast<char*>(stream.operations.data()),
                 static_cast<std::streamsize>(bytes)))
        fail(file, "cannot be read");
    for (std::size_t i = 0; i < stream.operations.size(); ++i)
        if (const char* wrong = fault(stream.operations[i]))
            fail(file, "record " + std::to_string(i) + ": " + wrong);
    return stream;
}

void write_stream(const std::filesystem::path& file, const Stream& stream) {
    const Header header{magic, stream.operations.size(), stream.warm_up, 0};
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(&header), sizeof header);
    out.write(reinterpret_cast<const char*>(stream.operations.data()),
              static_cast<std::streamsize>(stream.operations.size() * sizeof(Operation)));
    if (!out.flush()) fail(file, "cannot be written");
}

} // namespace pinion::latency
