#include "tests/fix-gateway/session/fix_session_fixture.h"

#include <fstream>
#include <sstream>

namespace pinion::fix {

std::string FixSessionTest::dictionary_text() {
    std::ifstream file(FIX44_XML);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

} // namespace pinion::fix
