// Every byte of a message is seen in its line, but for the spare ones.
#include "engine/audit/audit_line.h"
#include "engine/audit/audit_sink.h"
#include "engine/audit/telling.h"
#include "tests/engine/recovery/past_engine.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cstring>
#include <set>

namespace pinion::engine {
namespace {

template <class Message>
std::set<std::size_t> unseen_bytes(std::size_t bytes) {
    const EngineOptions options;
    std::set<std::size_t> unseen;
    Message message{};
    const auto before = audit_line(options, {1, 0}, message);
    for (std::size_t i = 0; i < bytes; ++i) {
        auto changed = message;
        reinterpret_cast<unsigned char*>(&changed)[i] = 'A';
        const auto line = audit_line(options, {1, 0}, changed);
        EXPECT_TRUE(nlohmann::json::accept(line)) << line;
        if (line == before) unseen.insert(i);
    }
    return unseen;
}

TEST(AuditLine, shows_every_byte_of_a_command) {
    auto unseen = unseen_bytes<shm::LogRecord>(offsetof(shm::LogRecord, spare_0));
    const std::size_t command = offsetof(shm::SequencedCommand, command);
    for (std::size_t i = 0; i < 8; ++i) unseen.erase(i); // the sequence is the line's place
    unseen.erase(command + offsetof(shm::Command, spare_0));
    for (std::size_t i = 0; i < sizeof(shm::Command::spare_1); ++i)
        unseen.erase(command + offsetof(shm::Command, spare_1) + i);
    EXPECT_EQ(unseen, std::set<std::size_t>{});
}

TEST(AuditLine, shows_every_byte_of_an_event) {
    EXPECT_EQ(unseen_bytes<shm::Report>(sizeof(shm::Report)),
              std::set<std::size_t>{offsetof(shm::Report, spare_0)});
    EXPECT_EQ(unseen_bytes<shm::FeedEvent>(sizeof(shm::FeedEvent)),
              std::set<std::size_t>{offsetof(shm::FeedEvent, spare_0)});
}

TEST(AuditLine, writes_prices_times_and_ids_as_people_do) {
    EngineOptions options;
    options.engine_id = 7;
    options.instruments.resize(1);
    options.instruments[0].tick_units = 5;
    options.instruments[0].price_decimals = 2;
    options.instruments[0].lot_units = 1;
    shm::FeedEvent event{};
    event.order_id = 0x2b;
    event.price_ticks = -1;
    event.time_ns = 1'000'000'001;
    const auto line = nlohmann::json::parse(audit_line(options, {3, 2}, event));
    EXPECT_EQ(line["order_id"], "7-000000000000002b");
    EXPECT_EQ(line["price"], "-0.05");
    EXPECT_EQ(line["price_ticks"], -1);
    EXPECT_EQ(line["time"], "1970-01-01T00:00:01.000000001Z");
    EXPECT_EQ(line["sequence"], 3);
    EXPECT_EQ(line["index"], 2);
}

TEST(AuditLine, tells_all_of_a_history_and_of_one_order) {
    const auto seed = random_seed();
    PastEngine past(seed);
    past.start();
    past.run(300);
    past.sync();
    std::vector<nlohmann::json> lines;
    const auto keep = [&](const std::string& line) {
        lines.push_back(nlohmann::json::parse(line));
    };
    const auto tell = [&](HistorySink& sink) {
        tell_history(past.options, past.instance, *past.journal, *past.snapshots, sink,
                     [] { return false; });
    };
    AuditSink all(past.options, EveryMessage{}, keep);
    tell(all);
    std::uint64_t commands = 0;
    std::string id;
    for (const auto& line : lines) {
        if (line["index"] == 0) {
            EXPECT_EQ(line["sequence"], ++commands);
        }
        if (line["type"] == "feed" && line.contains("order_id")) id = line["order_id"];
    }
    EXPECT_EQ(commands, 300U) << "PINION_SEED=" << seed;
    ASSERT_FALSE(id.empty());
    std::vector<nlohmann::json> expected;
    for (const auto& line : lines)
        if (line.value("order_id", "") == id) expected.push_back(line);
    lines.clear();
    AuditSink one(past.options,
                  OneOrder{std::stoull(id.substr(id.find('-') + 1), nullptr, 16), "", 0}, keep);
    tell(one);
    EXPECT_EQ(lines, expected) << "PINION_SEED=" << seed;
}

TEST(AuditLine, follows_a_journal_that_is_written) {
    const auto seed = random_seed();
    PastEngine past(seed);
    past.start();
    past.run(100);
    past.sync();
    EventHistory told;
    int rounds = 0;
    tell_history(past.options, past.instance, *past.journal, *past.snapshots, told, [&] {
        EXPECT_EQ(told.sequences.size(), past.point.sequence) << "PINION_SEED=" << seed;
        past.run(150);
        past.sync();
        return ++rounds < 4;
    });
    EXPECT_EQ(told.sequences.size(), 550U) << "PINION_SEED=" << seed;
}

} // namespace
} // namespace pinion::engine
