#include "config/embedded.h"
#include "config/load.h"
#include "config/venue_report.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

/// The shipped file documents every key. What its comments say must be what the code does: leaving
/// a key out gives the documented default, and the ends of a documented range are the real ends.
namespace pinion::config {

namespace {

std::vector<std::string> shipped_lines() {
    std::istringstream text{std::string(embedded_venue_toml())};
    std::vector<std::string> lines;
    for (std::string line; std::getline(text, line);) lines.push_back(line);
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

/// All values of a venue, without its source.
std::string values_of(const std::vector<std::string>& lines) {
    const VenueConfig venue = load_text(joined(lines), "venue.toml");
    return describe_as_json(venue, plan_cores(venue, {0})).dump();
}

bool is_accepted(const std::vector<std::string>& lines) {
    try {
        (void)load_text(joined(lines), "venue.toml");
        return true;
    } catch (const ConfigError&) {
        return false;
    }
}

/// One `key = value` line and what the comment above it says.
struct Key {
    std::size_t line;
    std::string name;
    std::string value;
    std::string comment;
};

std::vector<Key> keys() {
    static const std::regex assignment(R"(^([a-z_]+) = (.*)$)");
    std::vector<Key> result;
    const std::vector<std::string> lines = shipped_lines();
    std::string comment;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::smatch match;
        if (lines[i].starts_with("#"))
            comment += lines[i] + "\n";
        else if (std::regex_match(lines[i], match, assignment))
            result.push_back({i, match[1], match[2], comment});
        if (!lines[i].starts_with("#")) comment.clear();
    }
    return result;
}

std::string documented(const Key& key, const std::string& what) {
    std::smatch match;
    const bool found =
        std::regex_search(key.comment, match, std::regex(what + R"(: ([^;(\n]*[^;( \n]))"));
    return found ? match[1].str() : "";
}

std::vector<std::string> with_value(const Key& key, const std::string& value) {
    std::vector<std::string> lines = shipped_lines();
    lines[key.line] = value.empty() ? "" : key.name + " = " + value;
    return lines;
}

TEST(VenueToml, the_shipped_file_is_accepted) {
    const VenueConfig venue = load_embedded();
    EXPECT_EQ(venue.instance, "pinion");
    EXPECT_EQ(venue.engines.size(), 1U);
    EXPECT_EQ(venue.gateway(1).port, 5001);
    EXPECT_GE(venue.instruments.size(), 2U);
    ASSERT_EQ(venue.sessions.size(), 2U);
    EXPECT_EQ(venue.sessions[0].comp_id, "CLIENT1");
    EXPECT_EQ(venue.sessions[1].comp_id, "CLIENT2");
    EXPECT_EQ(venue.sessions[1].target_comp_id, "PINION");
}

TEST(VenueToml, every_key_is_explained_where_it_first_appears) {
    std::set<std::string> seen;
    std::string section;
    const std::vector<std::string> lines = shipped_lines();
    std::size_t line = 0;
    for (const Key& key : keys()) {
        for (; line < key.line; ++line)
            if (lines[line].starts_with("[")) section = lines[line];
        if (!seen.insert(section + key.name).second) continue;
        const bool is_twin = key.name == "price_max" || key.name == "publisher" ||
                             key.name == "journal" || key.name == "output_log" ||
                             key.name == "thread"; // explained with the key above
        if (is_twin) continue;
        for (const char* what : {"unit", "default", "range"})
            EXPECT_FALSE(documented(key, what).empty())
                << section << " " << key.name << ": " << what;
    }
}

TEST(VenueToml, the_defaults_in_the_comments_are_those_of_the_code) {
    const std::string shipped = values_of(shipped_lines());
    int compared = 0;
    for (const Key& key : keys()) {
        const std::string value = documented(key, "default");
        if (value.empty() || value == "none" || value.starts_with("the only")) continue;
        ++compared;
        if (value != "all" && !key.value.starts_with("{")) {
            EXPECT_EQ(key.value, value) << key.name;
        }
        EXPECT_EQ(values_of(with_value(key, "")), shipped) << key.name;
    }
    EXPECT_GE(compared, 25);
}

TEST(VenueToml, the_ranges_in_the_comments_are_those_of_the_code) {
    int compared = 0;
    for (const Key& key : keys()) {
        std::smatch ends;
        const std::string text = documented(key, "range");
        const bool is_whole = std::regex_match(key.value, std::regex(R"(\d+)"));
        if (!is_whole || !std::regex_search(text, ends, std::regex(R"((\d+) to (\d+))"))) continue;
        if (key.name == "id") continue; // others refer to it
        ++compared;
        const long long min = std::stoll(ends[1]);
        const long long max = std::stoll(ends[2]);
        const bool bounds_this_file = key.name == "sessions_max" || key.name == "instruments_max";
        EXPECT_EQ(is_accepted(with_value(key, std::to_string(min))), !bounds_this_file) << key.name;
        EXPECT_TRUE(is_accepted(with_value(key, std::to_string(max)))) << key.name;
        EXPECT_FALSE(is_accepted(with_value(key, std::to_string(min - 1)))) << key.name;
        EXPECT_FALSE(is_accepted(with_value(key, std::to_string(max + 1)))) << key.name;
    }
    EXPECT_GE(compared, 17);
}

TEST(VenueToml, the_words_in_the_comments_are_those_of_the_code) {
    for (const Key& key : keys()) {
        if (documented(key, "unit") != "word" && documented(key, "unit") != "level") continue;
        if (key.value.starts_with("{")) continue;
        std::istringstream words(documented(key, "range"));
        for (std::string word; std::getline(words >> std::ws, word, ',');)
            EXPECT_TRUE(is_accepted(with_value(key, "\"" + word + "\"")))
                << key.name << " " << word;
    }
}

TEST(VenueToml, the_fix_dictionary_is_compiled_in) {
    EXPECT_NE(embedded_fix44_xml().find("<fix "), std::string_view::npos);
}

} // namespace

} // namespace pinion::config
