#include "config/table_reader.h"

#include "config/closest.h"

#include <bit>

namespace pinion::config {

namespace {

const char* type_name(const toml::node& node) {
    switch (node.type()) {
    case toml::node_type::table: return "a table";
    case toml::node_type::array: return "an array";
    case toml::node_type::string: return "text";
    case toml::node_type::integer: return "a whole number";
    case toml::node_type::floating_point: return "a number with a fraction";
    case toml::node_type::boolean: return "true or false";
    default: return "a date or time";
    }
}

std::string listed(const std::vector<std::string>& words) {
    std::string result;
    for (const std::string& word : words) result += (result.empty() ? "\"" : ", \"") + word + "\"";
    return result;
}

std::string range_advice(std::int64_t min, std::int64_t max) {
    return "write a whole number from " + std::to_string(min) + " to " + std::to_string(max);
}

const toml::table no_table;

} // namespace

SourcePosition position_of(const toml::source_region& region) {
    return {region.begin.line, region.begin.column};
}

TableReader::TableReader(const toml::table& table, std::string path, const std::string& file)
    : table_(&table), path_(std::move(path)), file_(&file) {}

bool TableReader::has(std::string_view key) const { return table_->contains(key); }

const toml::node* TableReader::take(std::string_view key) {
    known_.emplace(key);
    return table_->get(key);
}

std::string TableReader::text(std::string_view key, const std::string& fallback) {
    const toml::node* node = take(key);
    if (node == nullptr) return fallback;
    const auto* value = node->as_string();
    if (value == nullptr) refuse_type(key, *node, "write text in \"quotes\"");
    return value->get();
}

std::string TableReader::required_text(std::string_view key) {
    if (!has(key)) refuse_missing(key, "add it");
    return text(key, {});
}

bool TableReader::flag(std::string_view key, bool fallback) {
    const toml::node* node = take(key);
    if (node == nullptr) return fallback;
    const auto* value = node->as_boolean();
    if (value == nullptr) refuse_type(key, *node, "write true or false");
    return value->get();
}

std::vector<std::int64_t> TableReader::integers(std::string_view key, std::int64_t min,
                                                std::int64_t max) {
    const toml::node* node = take(key);
    if (node == nullptr) return {};
    const auto* array = node->as_array();
    if (array == nullptr) refuse_type(key, *node, "write an array of whole numbers, [1, 2]");
    std::vector<std::int64_t> result;
    for (const toml::node& element : *array) result.push_back(whole(key, element, min, max));
    return result;
}

std::vector<std::string> TableReader::texts(std::string_view key) {
    const toml::node* node = take(key);
    if (node == nullptr) return {};
    const std::string advice = "write an array of texts, [\"A\", \"B\"]";
    const auto* array = node->as_array();
    if (array == nullptr) refuse_type(key, *node, advice);
    std::vector<std::string> result;
    for (const toml::node& element : *array) {
        const auto* text = element.as_string();
        if (text == nullptr) refuse_type(key, element, advice);
        result.push_back(text->get());
    }
    return result;
}

std::vector<std::string> TableReader::text_or_texts(std::string_view key) {
    const toml::node* node = take(key);
    if (node != nullptr && node->is_string()) return {required_text(key)};
    return texts(key);
}

std::optional<std::int64_t> TableReader::integer_or_auto(std::string_view key, std::int64_t min,
                                                         std::int64_t max) {
    const toml::node* node = take(key);
    if (node == nullptr) return std::nullopt;
    if (const auto* word = node->as_string()) {
        if (word->get() == "auto") return std::nullopt;
        refuse(key, "is \"" + word->get() + "\"", "write \"auto\" or a whole number");
    }
    return whole(key, *node, min, max);
}

TableReader TableReader::table(std::string_view key) {
    const toml::node* node = take(key);
    if (node != nullptr && !node->is_table())
        refuse_type(key, *node, "write a table, [" + name(key) + "]");
    return {node == nullptr ? no_table : *node->as_table(), name(key), *file_};
}

std::vector<TableReader> TableReader::tables(std::string_view key, std::size_t count_max,
                                             const std::string& limit) {
    const std::string header = "[[" + name(key) + "]]";
    const toml::node* node = take(key);
    if (node == nullptr) refuse_missing(key, "a venue needs at least one: add " + header);
    const auto* array = node->as_array();
    if (array == nullptr) refuse_type(key, *node, "begin each one with " + header);
    if (array->empty()) refuse(key, "is empty", "a venue needs at least one: add " + header);
    if (array->size() > count_max)
        refuse(key, "appears " + std::to_string(array->size()) + " times",
               "keep at most " + std::to_string(count_max) +
                   (limit.empty() ? "" : ", or raise " + limit));
    std::vector<TableReader> result;
    for (const toml::node& element : *array) {
        if (!element.is_table()) refuse_type(key, element, "begin each one with " + header);
        result.emplace_back(*element.as_table(), name(key), *file_);
    }
    return result;
}

std::vector<TableReader> TableReader::tables_if_any(std::string_view key, std::size_t count_max) {
    if (take(key) == nullptr) return {};
    return tables(key, count_max);
}

void TableReader::refuse_unknown_keys() const {
    for (const auto& [key, node] : *table_)
        if (!known_.contains(key.str())) refuse_unknown(key, {known_.begin(), known_.end()});
}

SourcePosition TableReader::position(std::string_view key) const {
    const toml::node* node = table_->get(key);
    return node == nullptr ? position() : position_of(node->source());
}

SourcePosition TableReader::position() const { return position_of(table_->source()); }

void TableReader::refuse(std::string_view key, const std::string& found,
                         const std::string& advice) const {
    throw ConfigError(*file_, position(key), name(key) + " " + found, advice);
}

std::string TableReader::name(std::string_view key) const {
    return path_.empty() ? std::string(key) : path_ + "." + std::string(key);
}

std::int64_t TableReader::whole(std::string_view key, const toml::node& node, std::int64_t min,
                                std::int64_t max) const {
    const auto* value = node.as_integer();
    if (value == nullptr) refuse_type(key, node, range_advice(min, max));
    if (value->get() < min || value->get() > max)
        throw ConfigError(*file_, position_of(node.source()),
                          name(key) + " is " + std::to_string(value->get()),
                          range_advice(min, max));
    return value->get();
}

void TableReader::refuse_unless_power_of_two(std::string_view key, std::uint64_t value) const {
    if (!std::has_single_bit(value))
        refuse(key, "is " + std::to_string(value),
               "write a power of two, " + std::to_string(std::bit_floor(value)) + " or " +
                   std::to_string(std::bit_ceil(value)));
}

void TableReader::refuse_type(std::string_view key, const toml::node& node,
                              const std::string& advice) const {
    throw ConfigError(*file_, position_of(node.source()), name(key) + " is " + type_name(node),
                      advice);
}

void TableReader::refuse_choice(std::string_view key, const std::string& word,
                                const std::vector<std::string>& names) const {
    const auto meant = closest(word, names);
    refuse(key, "is \"" + word + "\"",
           (meant ? "did you mean \"" + *meant + "\"? It is one of " : "write one of ") +
               listed(names));
}

void TableReader::refuse_unknown(const toml::key& key,
                                 const std::vector<std::string>& candidates) const {
    const auto meant = closest(key.str(), candidates);
    throw ConfigError(*file_, position_of(key.source()), "there is no key " + name(key.str()),
                      meant ? "did you mean " + *meant + "?"
                            : "remove it, or choose one of " + listed(candidates));
}

void TableReader::refuse_missing(std::string_view key, const std::string& advice) const {
    const std::vector<std::string> wanted{std::string(key)};
    for (const auto& [present, node] : *table_)
        if (!known_.contains(present.str()) && closest(present.str(), wanted))
            refuse_unknown(present, wanted);
    throw ConfigError(*file_, position(), name(key) + " is missing", advice);
}

} // namespace pinion::config
