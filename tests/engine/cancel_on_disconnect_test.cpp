// A session may wish at its logon that its orders go when it does, after a time of grace.
#include "tests/engine/support/script.h"

namespace pinion::engine {
namespace {

using CancelOnDisconnect = Script;

TEST_F(CancelOnDisconnect, is_over_after_it_acted_until_the_session_logs_on_again) {
    run("alice up and-cancel");
    run("alice buy A1 10 @ 100 gtc");
    run("venue gateway-down gateway 0");
    play(R"(
        venue timer
        > alice A1 canceled [canceled] 0 of 10: session_disconnected
        > feed remove #1 buy 10 @ 100 .
        alice buy A2 10 @ 100 gtc
        > alice A2 new [new] 10 of 10
        > feed add #2 buy 10 @ 100 .
        venue gateway-down gateway 0
        venue timer
        alice up and-cancel
        venue gateway-down gateway 0
        venue timer
        > alice A2 canceled [canceled] 0 of 10: session_disconnected
        > feed remove #2 buy 10 @ 100 .
    )");
}

} // namespace
} // namespace pinion::engine
