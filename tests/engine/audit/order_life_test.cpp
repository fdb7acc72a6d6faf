// Whatever name of an order one knows, its whole life is told.
#include "engine/audit/order_life.h"
#include "engine/recovery/history.h"
#include "tests/engine/host/command_maker.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <span>
#include <string>
#include <vector>

namespace pinion::engine {
namespace {

/// Commands of two sessions, 0 and 1, as an engine sequences them.
class OrderLifeTest : public testing::Test {
  protected:
    shm::Command& command(shm::CommandKind kind, std::uint16_t session, const std::string& id,
                          const std::string& reference = "") {
        auto command = makers_[session].limit_order(shm::Side::buy, 100, 10);
        command.kind = kind;
        command.cl_ord_id = *shm::ClOrdId::from(id);
        command.cl_ord_id_hash = std::hash<std::string>{}(id) | 1;
        command.reference_id = *shm::ClOrdId::from(reference);
        command.reference_id_hash = reference.empty() ? 0 : std::hash<std::string>{}(reference) | 1;
        commands_.push_back(command);
        return commands_.back();
    }

    shm::Command& order(std::uint16_t session, const std::string& id) {
        return command(shm::CommandKind::new_order, session, id);
    }

    shm::Command& replace(const std::string& reference, const std::string& id) {
        return command(shm::CommandKind::replace, 0, id, reference);
    }

    shm::Command& cancel(const std::string& reference, const std::string& id) {
        return command(shm::CommandKind::cancel, 0, id, reference);
    }

    void play(HistorySink& sink) {
        MatchingEngine engine(options_);
        History history(engine, {}, sink);
        std::uint64_t sequence = 0;
        for (const auto& command : commands_) {
            shm::LogRecord record{};
            record.sequenced = {++sequence, static_cast<std::int64_t>(sequence) * 1000, command};
            history.play(std::span(&record, 1), "the test");
        }
    }

    /// "sequence type kind" of each line, and what it says of ids.
    std::vector<std::string> life(const OrderName& name) {
        OrderSearch search(name);
        play(search);
        std::vector<std::string> told;
        LinePlace last{};
        OrderLife sink(options_, name, search.found(),
                       [&](LinePlace place, const std::string& text) {
                           EXPECT_LT(last, place);
                           last = place;
                           const auto line = nlohmann::json::parse(text);
                           EXPECT_EQ(line["sequence"], place.sequence);
                           EXPECT_EQ(line["index"], place.index);
                           id_ = line.value("order_id", id_);
                           auto words = std::to_string(place.sequence);
                           for (const auto* field : {"type", "kind", "cl_ord_id", "reason"})
                               if (line.contains(field))
                                   words += " " + line[field].get<std::string>();
                           told.push_back(words);
                       });
        play(sink);
        return told;
    }

    std::vector<std::string> life_of(const std::string& cl_ord_id) {
        return life({0, cl_ord_id, 0});
    }

    EngineOptions options_ = test::small_engine();
    test::CommandMaker makers_[2]{test::CommandMaker(options_.engine_epoch, 0),
                                  test::CommandMaker(options_.engine_epoch, 1)};
    std::vector<shm::Command> commands_;
    std::string id_; ///< the OrderID that was told last
};

using Lines = std::vector<std::string>;

TEST_F(OrderLifeTest, goes_from_the_request_to_the_end_under_every_name_of_the_order) {
    order(0, "A");
    order(1, "other");
    replace("A", "B").price_ticks = 101;
    replace("B", "C").price_ticks = 102;
    cancel("C", "D");
    const Lines expected{"1 command new_order A", "1 report execution A", "1 feed add",
                         "3 command replace B",   "3 report execution B", "3 feed replace",
                         "4 command replace C",   "4 report execution C", "4 feed replace",
                         "5 command cancel D",    "5 report execution D", "5 feed remove"};
    for (const auto* name : {"A", "B", "C", "D"}) EXPECT_EQ(life_of(name), expected) << name;
    const auto number = std::stoull(id_.substr(id_.find('-') + 1), nullptr, 16);
    EXPECT_EQ(life({number, "", 0}), expected);
}

TEST_F(OrderLifeTest, has_the_trades_but_not_the_requests_of_others) {
    order(0, "A");
    order(1, "X").side = shm::Side::sell;
    EXPECT_EQ(life_of("A"), (Lines{"1 command new_order A", "1 report execution A", "1 feed add",
                                   "2 report execution A", "2 feed execute"}));
}

TEST_F(OrderLifeTest, has_what_was_refused) {
    order(0, "A");
    replace("A", "B").quantity_lots = 0;
    cancel("A", "C");
    cancel("A", "D");
    const auto told = life_of("A");
    const Lines refused{"2 command replace B", "2 reject cancel_reject B quantity_zero"};
    const Lines late{"4 command cancel D", "4 reject cancel_reject D too_late"};
    ASSERT_EQ(told.size(), 10U);
    EXPECT_EQ(Lines(told.begin() + 3, told.begin() + 5), refused);
    EXPECT_EQ(Lines(told.begin() + 8, told.end()), late);
    EXPECT_EQ(life_of("D"), late) << "a refused request is no name of the order";
}

TEST_F(OrderLifeTest, has_a_request_for_an_order_that_is_not_known) {
    cancel("A", "B");
    const Lines expected{"1 command cancel B", "1 reject cancel_reject B unknown_order"};
    EXPECT_EQ(life_of("A"), expected);
    EXPECT_EQ(life_of("B"), expected);
    EXPECT_EQ(life({0, "A", 1}), Lines{}) << "ClOrdIDs are a session's own";
}

TEST_F(OrderLifeTest, has_what_the_engine_did_to_it) {
    order(0, "A").time_in_force = shm::TimeInForce::day;
    command(shm::CommandKind::day_roll, 0, "");
    const auto told = life_of("A");
    ASSERT_EQ(told.size(), 6U);
    EXPECT_EQ(told[3], "2 admin day_roll");
    EXPECT_EQ(told[4], "2 report execution A");
    EXPECT_EQ(told[5], "2 feed remove");
}

TEST_F(OrderLifeTest, is_not_that_of_another_order_of_the_same_name) {
    order(0, "A");
    replace("A", "B").price_ticks = 101;
    command(shm::CommandKind::day_roll, 0, "");
    order(0, "B");
    auto told = life_of("A");
    EXPECT_EQ(told.back(), "3 feed remove");
    told = life_of("B");
    EXPECT_EQ(told.front(), "1 command new_order A") << "both orders that had the name";
    EXPECT_EQ(told.back(), "4 feed add");
}

} // namespace
} // namespace pinion::engine
