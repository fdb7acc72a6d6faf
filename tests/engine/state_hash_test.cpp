// The state hash sees everything that later events depend on, the book hash only the book.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using StateHashOfEngine = Script;

TEST_F(StateHashOfEngine, every_kind_of_change_shows) {
    auto before = engine_.state_hash();
    for (const auto* line :
         {"alice buy A1 10 @ 100", "alice buy A1 10 @ 100", "alice buy A2 0 @ 100",
          "alice replace A3 of A1 10 @ 100", "alice replace A4 of A3 9 @ 100",
          "alice up and-cancel", "alice down", "alice status A4 session-epoch 2 seq 1",
          "bob sell B1 1 @ 100", "alice status A4", "alice cancel C1 of A4 seq 99",
          "bob buy B2 1 @ 100 ioc", "bob up gateway 1", "venue day-roll", "alice buy D1 1 stop 5",
          "alice buy D2 5 @ 50 min 5"}) {
        run(line);
        const auto after = engine_.state_hash();
        EXPECT_NE(after, before) << line;
        before = after;
    }
}

TEST_F(StateHashOfEngine, the_book_hash_is_the_same_for_the_same_orders) {
    run("alice buy A1 1 @ 100");
    const auto before = engine_.book_hash();
    run("alice buy A2 1 @ 99");
    EXPECT_NE(engine_.book_hash(), before);
    run("alice cancel C1 of A2");
    EXPECT_EQ(engine_.book_hash(), before);
}

TEST_F(StateHashOfEngine, the_book_hash_sees_priority) {
    run("alice buy A1 5 @ 100");
    run("bob buy B1 5 @ 100");
    const auto before = engine_.book_hash();
    run("alice replace A2 of A1 5 @ 99");
    run("alice replace A3 of A2 5 @ 100");
    EXPECT_NE(engine_.book_hash(), before);
}

} // namespace
} // namespace pinion::engine
