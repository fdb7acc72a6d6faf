#include "tests/simulation/simulated_engine.h"

#include "shm/layout/feed_segment.h"
#include "shm/layout/link_segment.h"
#include "shm/layout/segment_names.h"

#include <filesystem>
#include <utility>

namespace pinion::test {

namespace {

shm::Segment open(const std::string& name, shm::SegmentKind kind) {
    return shm::Segment::open(name, kind, 0, shm::SegmentAccess::read_only);
}

} // namespace

SimulatedEngine::Process::Process(const engine::HostOptions& options,
                                  std::unique_ptr<shm::Storage> directory)
    : host(options, {}, std::move(directory)), agents(host.agents()),
      segment(open(shm::engine_segment_name(options.instance, options.engine.engine_id),
                   shm::SegmentKind::engine)),
      view(segment.payload()),
      feed_segment(open(shm::feed_segment_name(options.instance, options.engine.engine_id),
                        shm::SegmentKind::feed)),
      feed(shm::FeedView(feed_segment.payload()).events()) {
    for (const auto& gateway : options.gateways) {
        links.push_back(
            open(shm::link_segment_name(options.instance, options.engine.engine_id, gateway.id),
                 shm::SegmentKind::link));
        reports.emplace(gateway.id, shm::LinkView(links.back().payload()).reports());
    }
    host.start(shm::Turns::callers);
}

SimulatedEngine::SimulatedEngine(engine::HostOptions options, std::uint64_t seed)
    : options_(std::move(options)), disk_(seed) {
    options_.instance = instance_.name();
}

void SimulatedEngine::start() {
    process_.reset();
    process_ = std::make_unique<Process>(options_, disk_.storage());
}

void SimulatedEngine::lose_host() {
    disk_.lose_power();
    process_.reset();
    for (const std::string& segment : instance_.segments())
        std::filesystem::remove("/dev/shm/" + segment);
    ++options_.boot_id;
}

void SimulatedEngine::stop() {
    process_->host.stop();
    process_.reset();
}

} // namespace pinion::test
