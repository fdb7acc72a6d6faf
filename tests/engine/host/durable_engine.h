#pragma once

#include "engine/host/engine_host.h"
#include "shm/record_log/log_reader.h"
#include "shm/record_log/log_writer.h"
#include "shm/record_log/payloads.h"
#include "shm/record_log/segment_maker.h"
#include "shm/storage/posix_storage.h"
#include "tests/engine/host/command_maker.h"
#include "tests/engine/host/link_peer.h"
#include "tests/engine/host/unique_instance.h"
#include "tests/shm/forked_process.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <random>
#include <thread>
#include <vector>

namespace pinion::engine::test {

/// An engine that promises durability, and what it leaves when it dies.
class DurableEngineTest : public testing::TestWithParam<shm::Durability> {
  protected:
    DurableEngineTest() {
        options_.instance = instance_.name();
        options_.engine = small_engine();
        options_.gateways = {{7, 0}, {8, 1}};
        options_.durability = GetParam();
        options_.directory = directory_.path().string();
        options_.journal_segment_bytes = 1 << 20;
        options_.output_log_segment_bytes = 1 << 20;
        options_.command_slots = 256;
        options_.report_slots = 64;
        options_.log_slots = 256;
        options_.book_event_slots = 256;
        options_.feed_slots = 256;
        options_.matcher.wait = shm::Wait::yield;
    }

    [[nodiscard]] LinkPeer gateway() const { return {instance_.name(), 1, 7}; }

    /// An engine that is killed while it works on some of `count` orders. Returns its epoch.
    std::uint32_t live_and_die(CommandMaker& maker, int count) {
        shm::test::ForkedProcess engine([&] {
            EngineHost host(options_);
            host.start();
            while (true) std::this_thread::sleep_for(host.tend());
            return 0;
        });
        std::uint32_t epoch = 0;
        EXPECT_TRUE(eventually([&] {
            try {
                epoch = gateway().engine_epoch();
            } catch (const shm::SegmentError&) {
            }
            return epoch != 0;
        }));
        LinkPeer peer = gateway();
        for (int i = 0; i < count; ++i)
            EXPECT_TRUE(eventually([&] { return peer.send(maker.bid()); }));
        sent_ += static_cast<std::uint64_t>(count);
        std::this_thread::sleep_for(std::chrono::microseconds(random_() % 5000));
        engine.kill();
        return epoch;
    }

    /// Executes what is left; then all is on disk.
    void go_on_and_stop() {
        EngineHost host(options_);
        host.start();
        host.stop();
    }

    /// An engine that has answered `count` orders. If it goes without a stop, it leaves what a
    /// crash leaves that came when all was on disk.
    [[nodiscard]] std::unique_ptr<EngineHost> engine_that_answered(std::uint64_t count) const {
        auto host = std::make_unique<EngineHost>(options_);
        host->start();
        CommandMaker maker(host->engine_epoch());
        LinkPeer peer = gateway();
        for (std::uint64_t i = 0; i < count; ++i)
            EXPECT_TRUE(eventually([&] { return peer.send(maker.bid()); }));
        EXPECT_TRUE(eventually([&] { return peer.reports_written() == count; }));
        return host;
    }

    void lose_host() {
        for (const std::string& segment : instance_.segments())
            std::filesystem::remove("/dev/shm/" + segment);
        ++options_.boot_id;
    }

    /// What the loss of a host can do under "async".
    void cut_journal(std::uint64_t last) const {
        shm::PosixStorage storage(options_.directory + "/journal");
        const shm::LogIdentity identity{shm::LogKind::journal, 1, 0, options_.instance};
        shm::LogReader reader(storage, identity);
        ASSERT_EQ(reader.seek(last + 1), shm::LogRead::ready);
        shm::SegmentMaker maker(storage, identity, reader.segments().back().origin(), 1 << 20);
        ASSERT_FALSE(maker.remove_blank());
        ASSERT_FALSE(shm::LogWriter(maker, 1 << 16).begin(reader.place()));
    }

    /// All reports of the output log.
    [[nodiscard]] std::vector<shm::Report> output_log() const {
        shm::PosixStorage storage(options_.directory + "/output.7");
        shm::LogReader reader(storage, {shm::LogKind::output, 1, 7, options_.instance});
        std::vector<shm::Report> reports;
        shm::LogEntry entry{};
        shm::LogRead outcome = reader.seek_first();
        while (outcome == shm::LogRead::ready &&
               (outcome = reader.poll(entry)) == shm::LogRead::ready)
            reports.push_back(shm::report_of(entry.payload));
        EXPECT_EQ(outcome, shm::LogRead::end) << reader.problem();
        return reports;
    }

    UniqueInstance instance_;
    pinion::test::TemporaryDirectory directory_;
    HostOptions options_;
    std::mt19937_64 random_{std::random_device{}()};
    std::uint64_t sent_ = 0;
};

} // namespace pinion::engine::test
