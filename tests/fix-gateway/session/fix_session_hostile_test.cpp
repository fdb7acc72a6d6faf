// Whatever bytes a client sends, its session and its store work afterwards.

#include "tests/fix-gateway/session/fix_session_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

namespace pinion::fix {
namespace {

using test::fix_frame;
using test::fix_time_now;

TEST_F(FixSessionTest, a_number_beyond_an_int_is_not_taken_for_another) {
    log_on();
    sent({});
    constexpr long wraps_to_two = (1L << 32) + 2;
    give(fix_frame("35=0|49=CLIENT|56=PINION|34=" + std::to_string(wraps_to_two) +
                   "|52=" + fix_time_now() + "|"));
    EXPECT_EQ(store_->next_target(), 2u);
    EXPECT_FALSE(give(frame("0", 2, std::to_string((1L << 32) + 112) + "=x|")));
}

TEST_F(FixSessionTest, hostile_numbers_leave_a_working_store) {
    for (const char* number : {"0", "-1", "2147483647", "2147483648", "99999999999999999999"}) {
        log_on(1, "141=Y|");
        give(frame("2", 2, std::string("7=") + number + "|16=" + number + "|"));
        give(frame("4", 3, std::string("36=") + number + "|"));
        give(frame("D", 4, std::string("11=a|34=") + number + "|"));
        give(fix_frame(std::string("35=0|49=CLIENT|56=PINION|34=") + number +
                       "|52=" + fix_time_now() + "|"));
        session_->disconnect();
        EXPECT_GE(store_->next_target(), 1u);
        EXPECT_LE(store_->next_target(), static_cast<std::uint32_t>(INT32_MAX));
    }
    start();
    log_on(1, "141=Y|");
    EXPECT_TRUE(session_->is_logged_on());
}

TEST_F(FixSessionTest, a_length_that_lies_about_raw_data_harms_nobody) {
    for (const char* length : {"5", "100000", "-7", "2147483647"}) {
        log_on(1, "141=Y|");
        give(frame("A", 2, std::string("98=0|108=30|95=") + length + "|96=abc|"));
        session_->disconnect();
    }
    log_on(1, "141=Y|");
    EXPECT_TRUE(session_->is_logged_on());
}

TEST_F(FixSessionTest, random_damage_to_frames_never_stops_a_session_for_good) {
    const char* given = std::getenv("PINION_SEED");
    const unsigned seed =
        given != nullptr ? static_cast<unsigned>(std::atoi(given)) : std::random_device()();
    SCOPED_TRACE("PINION_SEED=" + std::to_string(seed));
    std::mt19937 random(seed);
    const std::vector<std::string> bodies{order_head + "38=1|40=2|44=1.5|18=6 G|",
                                          "7=1|16=0|",
                                          "123=Y|36=9|",
                                          "36=4|",
                                          "262=a|263=0|264=0|267=2|269=0|269=1|146=1|55=A|",
                                          "112=x|",
                                          "98=0|108=30|141=Y|95=3|96=abc|",
                                          ""};
    const std::vector<std::string> types{"D", "2", "4", "4", "V", "1", "A", "5"};
    for (int round = 0; round < 2000; ++round) {
        if (!session_->is_logged_on()) log_on(1, "141=Y|");
        ASSERT_TRUE(session_->is_logged_on());
        const std::size_t kind = random() % bodies.size();
        std::string text = "35=" + types[kind] +
                           "|49=CLIENT|56=PINION|34=" + std::to_string(store_->next_target()) +
                           "|52=" + fix_time_now() + "|" + bodies[kind];
        for (auto changes = random() % 4; changes > 0; --changes)
            text[random() % text.size()] = "|=0123456789AZ-. \xff"[random() % 18];
        if (random() % 8 == 0) text.erase(random() % text.size(), random() % 10);
        give(fix_frame(text));
        sent_.clear();
        if (random() % 16 == 0) session_->tick();
    }
}

} // namespace
} // namespace pinion::fix
