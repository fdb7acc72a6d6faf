#include "engine/audit/file_end.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string_view>

namespace pinion::engine {

namespace {

constexpr std::uint64_t first_read_bytes = 16 * 1024;
constexpr std::uint64_t piece_bytes = 1 << 20;

/// The number behind the prefix, both of which go.
std::optional<std::uint64_t> take_number(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return std::nullopt;
    text.remove_prefix(prefix.size());
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

LastLine parse(std::string_view line) {
    auto rest = line;
    const auto sequence = take_number(rest, line_begin);
    const auto index = take_number(rest, line_index);
    if (!sequence || !index) throw std::runtime_error("its last line is not one of an audit");
    return {{*sequence, *index}, line.ends_with(line_end_of_command), line.size() + 1};
}

std::string read(shm::StoredFile& file, std::uint64_t offset, std::uint64_t bytes) {
    std::string text(bytes, '\0');
    const auto result = file.read_at(offset, std::as_writable_bytes(std::span(text)));
    if (result.error) throw std::runtime_error(result.error.message());
    text.resize(result.value);
    return text;
}

} // namespace

std::uint64_t bytes_before_zero(shm::StoredFile& file) {
    for (std::uint64_t offset = 0;; offset += piece_bytes) {
        const auto text = read(file, offset, piece_bytes);
        if (const auto zero = text.find('\0'); zero != std::string::npos) return offset + zero;
        if (text.size() != piece_bytes) return offset + text.size();
    }
}

FileEnd read_end(shm::StoredFile& file) {
    const auto size = file.size();
    if (size.error) throw std::runtime_error(size.error.message());
    for (auto bytes = first_read_bytes;; bytes *= 2) {
        bytes = std::min(bytes, size.value);
        auto text = read(file, size.value - bytes, bytes);
        const auto end = text.rfind('\n');
        if (end == std::string::npos && bytes == size.value) return {{}, std::move(text)};
        if (end == std::string::npos) continue;
        const auto before = end == 0 ? std::string::npos : text.rfind('\n', end - 1);
        if (before == std::string::npos && bytes != size.value) continue;
        text.erase(0, before + 1); // npos + 1 is 0
        const auto line = std::string_view(text).substr(0, text.find('\n'));
        return {parse(line), std::move(text)};
    }
}

} // namespace pinion::engine
