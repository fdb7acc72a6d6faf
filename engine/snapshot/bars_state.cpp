#include "engine/bars.h"
#include "engine/snapshot/state_reader.h"
#include "engine/snapshot/state_writer.h"

namespace pinion::engine {

void Bars::save(StateWriter& writer) const {
    writer.begin(Section::bars);
    writer.put(count_);
    for_each([&](const Bar& bar) { writer.put_all(bar.scope, bar.index, bar.reason); });
}

void Bars::load(StateReader& reader) {
    using shm::ControlScope;
    reader.begin(Section::bars);
    const auto count = reader.get<std::uint32_t>();
    for (std::uint32_t number = 0; number < count; ++number) {
        Bar bar{};
        reader.get_all(bar.scope, bar.index, bar.reason);
        reader.require(may_have(bar.scope, bar.index), "somebody is barred who does not exist");
        reader.require(bar.reason == shm::RejectReason::killed ||
                           (bar.reason == shm::RejectReason::account_suspended &&
                            bar.scope == ControlScope::account),
                       "somebody is barred for no reason");
        reader.require(put(bar), "somebody is barred twice");
    }
}

} // namespace pinion::engine
