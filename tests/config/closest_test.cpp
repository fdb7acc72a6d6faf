#include "config/closest.h"

#include <gtest/gtest.h>

namespace pinion::config {

namespace {

const std::vector<std::string> commands{"book", "engine", "gateway", "status"};

TEST(Closest, finds_what_was_probably_meant) {
    EXPECT_EQ(closest("engin", commands), "engine");
    EXPECT_EQ(closest("egnine", commands), "engine");
    EXPECT_EQ(closest("statsu", commands), "status");
    EXPECT_EQ(closest("bok", commands), "book");
}

TEST(Closest, does_not_guess_wildly) {
    EXPECT_EQ(closest("journal", commands), std::nullopt);
    EXPECT_EQ(closest("", commands), std::nullopt);
    EXPECT_EQ(closest("engine", {}), std::nullopt);
}

} // namespace

} // namespace pinion::config
