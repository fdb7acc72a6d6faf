#include "tests/engine/host/engine_process.h"

namespace pinion::engine::test {

shm::ChildProcess EngineProcessBed::start() const {
    return shm::ChildProcess({PINION_ENGINE_PROGRAM, "--config", config_path()});
}

} // namespace pinion::engine::test
