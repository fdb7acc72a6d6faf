// A host that is lost, with its shared memory and what its disk had not synced, and started again:
// the same venue under another boot id, whose clients go on with their sessions.

#include "fix-gateway/store/store_layout.h"
#include "shm/layout/engine_segment.h"
#include "shm/layout/segment_names.h"
#include "shm/segment.h"
#include "tests/end-to-end/co_located_reader.h"
#include "tests/end-to-end/trader.h"
#include "tests/end-to-end/venue.h"
#include "tests/support/patience.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <thread>

namespace pinion::test {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

/// An environment variable for the processes that are started meanwhile.
class Setting {
  public:
    Setting(const char* name, const std::string& value) : name_(name) {
        ::setenv(name, value.c_str(), 1); // NOLINT(concurrency-mt-unsafe)
    }

    ~Setting() { ::unsetenv(name_); } // NOLINT(concurrency-mt-unsafe)

    Setting(const Setting&) = delete;
    Setting& operator=(const Setting&) = delete;

  private:
    const char* name_;
};

class HostLoss : public testing::TestWithParam<std::string> {
  protected:
    HostLoss() {
        venue_.start();
        venue_.keep_ports();
    }

    /// The only client's FIX store.
    [[nodiscard]] fs::path store() const { return find(".fix"); }

    [[nodiscard]] fs::path journal() const { return find("journal"); }

    /// What was done until now is what the disk will have of it.
    void let_the_disk_stand_still() {
        wait_until_durable();
        fs::copy(store(), kept("store"));
        fs::copy(journal(), kept("journal"), fs::copy_options::recursive);
    }

    /// Nothing is left but what was synced. Of the store that is its marks; of a journal all that
    /// the engine waited for, which is nothing under "async".
    void lose_host() {
        for (shm::ChildProcess* process : {&venue_.gateway(1), &venue_.engine(1)}) {
            process->signal(SIGKILL);
            ASSERT_EQ(process->wait_for_exit(patience), 128 + SIGKILL);
        }
        for (const std::string& name : venue_.shared_memory_names()) fs::remove("/dev/shm/" + name);
        const std::string marks =
            bytes_of(store()).substr(fix::store_page_bytes, fix::store_page_bytes);
        const std::string kept_store = bytes_of(kept("store"));
        std::ofstream(store(), std::ios::binary)
            << kept_store.substr(0, fix::store_page_bytes) << marks
            << kept_store.substr(2 * fix::store_page_bytes);
        if (GetParam() == "sync") return;
        const fs::path lost = journal();
        fs::remove_all(lost);
        fs::copy(kept("journal"), lost, fs::copy_options::recursive);
    }

    void start_again() {
        std::ofstream(kept("boot_id")) << "another boot\n";
        const Setting boot_id("PINION_TEST_BOOT_ID", kept("boot_id").string());
        const Setting preload("LD_PRELOAD", PINION_OTHER_BOOT);
        const Setting order("ASAN_OPTIONS", "verify_asan_link_order=0");
        venue_.start();
    }

    /// Of that kind, as the journal has them.
    int commands_in_journal(const std::string& kind) {
        shm::ChildProcess audit({PINION_BIN_DIR "/pinion-audit", "--config", venue_.config_path()});
        EXPECT_EQ(audit.wait_for_exit(patience), 0) << audit.output();
        int count = 0;
        std::istringstream lines(audit.output());
        for (std::string line; std::getline(lines, line);) {
            const auto told = nlohmann::json::parse(line);
            if (told["index"] == 0 && told["kind"] == kind) ++count;
        }
        return count;
    }

    Venue venue_{{.clients = {"CLIENT1"}, .durability = GetParam()}};

  private:
    void wait_until_durable() const {
        const auto segment =
            shm::Segment::open(shm::engine_segment_name(venue_.instance(), 1),
                               shm::SegmentKind::engine, 0, shm::SegmentAccess::read_only);
        const auto& header = shm::EngineView(segment.payload()).header();
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (header.durable_sequence.load() < header.applied_sequence.load()) {
            ASSERT_LT(std::chrono::steady_clock::now(), deadline);
            std::this_thread::sleep_for(1ms);
        }
    }

    /// The file or directory of the venue's state whose name ends so.
    [[nodiscard]] fs::path find(const std::string& end) const {
        for (const auto& each : fs::recursive_directory_iterator(venue_.directory() / "state"))
            if (each.path().string().ends_with(end)) return each.path();
        throw std::runtime_error("the venue has no " + end);
    }

    [[nodiscard]] fs::path kept(const std::string& name) const { return venue_.directory() / name; }

    static std::string bytes_of(const fs::path& path) {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
};

TEST_P(HostLoss, sessions_go_on_without_anybodys_help) {
    const bool is_sync = GetParam() == "sync";
    Trader alice(venue_, 1, "CLIENT1");
    alice.buy("a1", "PINE", 1, "99.00");
    const std::string order_id = alice.expect({{tag::exec_type, "0"}})[tag::order_id];
    let_the_disk_stand_still();
    alice.buy("a2", "PINE", 2, "98.00");
    const std::string exec_id = alice.expect({{tag::exec_type, "0"}})[tag::exec_id];

    lose_host();
    start_again();
    // Under "async" the client sends again what was lost, and it is another order then; under
    // "sync" the client is told again, as nobody knows whether it was.
    FixFields again = alice.expect(
        {{tag::exec_type, "0"}, {tag::cl_ord_id, "a2"}, {tag::poss_resend, is_sync ? "Y" : ""}});
    EXPECT_EQ(again[tag::exec_id] == exec_id, is_sync) << again[tag::exec_id];

    alice.cancel("a3", "a1", "PINE", '1');
    alice.expect({{tag::exec_type, "4"}, {tag::order_id, order_id}});
    alice.cancel("a4", "a2", "PINE", '1');
    alice.expect({{tag::exec_type, "4"}, {tag::orig_cl_ord_id, "a2"}});
    alice.expect_silence();
    CoLocatedReader(venue_.instance(), 1).expect_equals_engine();
    EXPECT_EQ(commands_in_journal("host_lost"), 1);
}

INSTANTIATE_TEST_SUITE_P(Durability, HostLoss, testing::Values("async", "sync"),
                         [](const auto& parameter) { return parameter.param; });

} // namespace
} // namespace pinion::test
