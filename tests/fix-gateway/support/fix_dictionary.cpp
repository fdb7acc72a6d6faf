#include "tests/fix-gateway/support/fix_dictionary.h"

#include <fstream>
#include <iterator>

namespace pinion::test {

std::string fix_dictionary() {
    std::ifstream file(FIX44_XML);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace pinion::test
