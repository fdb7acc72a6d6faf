#pragma once

#include "config/config_error.h"
#include "config/source_position.h"
#include "config/words.h"

#include <toml++/toml.h>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pinion::config {

/// One table of a TOML file, read key by key. What is absent takes the caller's default; what is
/// there must have the right type and range. Remembers the keys that were asked for, so that
/// `refuse_unknown_keys`, called last, finds the others.
///
/// Errors: ConfigError with the place of the value. The TOML and the file's name must outlive it.
class TableReader {
  public:
    /// `path` names the table in messages: "engine"; empty for the root.
    TableReader(const toml::table& table, std::string path, const std::string& file);

    [[nodiscard]] bool has(std::string_view key) const;
    [[nodiscard]] std::string text(std::string_view key, const std::string& fallback);
    [[nodiscard]] std::string required_text(std::string_view key);
    [[nodiscard]] bool flag(std::string_view key, bool fallback);

    template <class Integer>
    [[nodiscard]] Integer integer(std::string_view key, Integer fallback, std::int64_t min,
                                  std::int64_t max) {
        const toml::node* node = take(key);
        return node == nullptr ? fallback : static_cast<Integer>(whole(key, *node, min, max));
    }

    template <class Integer>
    [[nodiscard]] Integer power_of_two(std::string_view key, Integer fallback, std::int64_t min,
                                       std::int64_t max) {
        const auto result = integer(key, fallback, min, max);
        refuse_unless_power_of_two(key, static_cast<std::uint64_t>(result));
        return result;
    }

    template <class Value>
    [[nodiscard]] Value choice(std::string_view key, Value fallback,
                               const Choices<Value>& choices) {
        if (!has(key)) return absent(key), fallback;
        const std::string word = required_text(key);
        for (const auto& [name, value] : choices)
            if (name == word) return value;
        std::vector<std::string> names;
        for (const auto& [name, value] : choices) names.emplace_back(name);
        refuse_choice(key, word, names);
    }

    /// The whole numbers of an array; empty if there is none.
    [[nodiscard]] std::vector<std::int64_t> integers(std::string_view key, std::int64_t min,
                                                     std::int64_t max);

    /// The texts of an array; empty if there is none.
    [[nodiscard]] std::vector<std::string> texts(std::string_view key);

    /// The same, or one text that stands alone.
    [[nodiscard]] std::vector<std::string> text_or_texts(std::string_view key);

    /// `key = "auto"` or a whole number; nothing for auto and when absent.
    [[nodiscard]] std::optional<std::int64_t> integer_or_auto(std::string_view key,
                                                              std::int64_t min, std::int64_t max);

    /// The table under `key`; an empty one if there is none.
    [[nodiscard]] TableReader table(std::string_view key);

    /// The tables under [[key]], at least one and at most `count_max`. `limit` names the key that
    /// says how many, if there is one.
    [[nodiscard]] std::vector<TableReader> tables(std::string_view key, std::size_t count_max,
                                                  const std::string& limit = {});

    /// The same, and none if there are none.
    [[nodiscard]] std::vector<TableReader> tables_if_any(std::string_view key,
                                                         std::size_t count_max);

    void refuse_unknown_keys() const;

    /// Where the value of `key` stands, or the table if it does not.
    [[nodiscard]] SourcePosition position(std::string_view key) const;
    [[nodiscard]] SourcePosition position() const;

    /// Says that the value of `key` is wrong: `found` follows the key's name.
    [[noreturn]] void refuse(std::string_view key, const std::string& found,
                             const std::string& advice) const;

  private:
    const toml::node* take(std::string_view key);

    void absent(std::string_view key) { known_.emplace(key); }

    [[nodiscard]] std::string name(std::string_view key) const;
    [[nodiscard]] std::int64_t whole(std::string_view key, const toml::node& node, std::int64_t min,
                                     std::int64_t max) const;
    void refuse_unless_power_of_two(std::string_view key, std::uint64_t value) const;
    [[noreturn]] void refuse_type(std::string_view key, const toml::node& node,
                                  const std::string& advice) const;
    [[noreturn]] void refuse_choice(std::string_view key, const std::string& word,
                                    const std::vector<std::string>& names) const;
    [[noreturn]] void refuse_unknown(const toml::key& key,
                                     const std::vector<std::string>& candidates) const;
    [[noreturn]] void refuse_missing(std::string_view key, const std::string& advice) const;

    const toml::table* table_;
    std::string path_;
    const std::string* file_;
    std::set<std::string, std::less<>> known_;
};

/// The place of a piece of TOML.
[[nodiscard]] SourcePosition position_of(const toml::source_region& region);

} // namespace pinion::config
