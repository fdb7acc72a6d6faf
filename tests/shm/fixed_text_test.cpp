#include "shm/fixed_text.h"

#include <gtest/gtest.h>

#include <string>

namespace pinion::shm {

TEST(FixedText, a_text_comes_back_as_it_was) {
    for (const std::string& text : {std::string(), std::string("AAPL"), std::string(16, 'x')})
        EXPECT_EQ(Symbol::from(text).value().view(), text);
    EXPECT_TRUE(Symbol::from("").value().empty());
    EXPECT_EQ(Symbol::from("A"), Symbol::from("A"));
    EXPECT_NE(Symbol::from("A"), Symbol::from("B"));
}

TEST(FixedText, a_text_that_does_not_fit_is_refused_not_cut) {
    EXPECT_EQ(Symbol::from(std::string(17, 'x')), std::nullopt);
    EXPECT_EQ(Symbol::from(std::string("A\0B", 3)), std::nullopt);
}

} // namespace pinion::shm
