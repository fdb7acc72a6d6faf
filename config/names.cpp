#include "config/names.h"

#include <algorithm>
#include <cctype>

namespace pinion::config {

namespace {

std::string joined(const std::vector<std::string>& names) {
    std::string result;
    for (const std::string& name : names) result += (result.empty() ? "" : ", ") + name;
    return result;
}

std::string only_or_refused(const TableReader& table, std::string_view key,
                            const std::vector<std::string>& existing, const std::string& kind) {
    if (existing.size() != 1)
        table.refuse(key, "is missing", "say which " + kind + " it is: " + joined(existing));
    return existing.front();
}

} // namespace

void require_name(const TableReader& table, std::string_view key, const std::string& name,
                  std::size_t length_max, std::string_view others) {
    const bool fits = std::all_of(name.begin(), name.end(), [&](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || others.find(c) != others.npos;
    });
    if (name.empty() || name.size() > length_max || !fits)
        table.refuse(key, "is \"" + name + "\"",
                     "write 1 to " + std::to_string(length_max) +
                         " characters of A-Z a-z 0-9 and " + std::string(others));
}

std::string read_reference(TableReader& table, std::string_view key,
                           const std::vector<std::string>& existing, const std::string& kind) {
    std::string name = table.text(key, {});
    if (!table.has(key)) return only_or_refused(table, key, existing, kind);
    require_existing(table, key, name, existing, kind);
    return name;
}

std::uint16_t read_id_reference(TableReader& table, std::string_view key,
                                const std::vector<std::string>& existing, const std::string& kind) {
    const auto id = table.integer<std::uint16_t>(key, 0, 1, 65535);
    const std::string name =
        table.has(key) ? std::to_string(id) : only_or_refused(table, key, existing, kind);
    require_existing(table, key, name, existing, kind);
    return static_cast<std::uint16_t>(std::stoul(name));
}

void require_existing(const TableReader& table, std::string_view key, const std::string& name,
                      const std::vector<std::string>& existing, const std::string& kind) {
    if (std::find(existing.begin(), existing.end(), name) == existing.end())
        table.refuse(key, "names " + kind + " " + name + ", which does not exist",
                     "choose one of " + joined(existing) + " or add [[" + kind + "]]");
}

} // namespace pinion::config
