#pragma once

#include "fix-gateway/codec/fields.h"
#include "fix-gateway/codec/message_writer.h"
#include "fix-gateway/translate/routing_table.h"
#include "fix-gateway/translate/translate_in.h"
#include "fix-gateway/translate/translate_out.h"
#include "tests/fix-gateway/support/fix_text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace pinion::fix {

/// Two engines: 7 trades PINE (tick 0.05, lot 10) as its instrument 3, 8 trades OAK (tick 1, lot 1)
/// as its instrument 0.
class TranslationTest : public testing::Test {
  protected:
    TranslationTest() {
        routes.add_engine({.id = 7, .epoch = 70, .cl_ord_id_key = {1, 2}});
        routes.add_engine({.id = 8, .epoch = 80, .cl_ord_id_key = {3, 4}});
        routes.add_instrument(record("PINE", 5, 2, 10), 3, 0);
        routes.add_instrument(record("OAK", 1, 0, 1), 0, 1);
    }

    static shm::InstrumentRecord record(std::string_view symbol, std::int64_t tick_units,
                                        std::uint8_t price_decimals, std::int64_t lot_units) {
        shm::InstrumentRecord result{};
        result.symbol = shm::Symbol::from(symbol).value();
        result.tick_units = tick_units;
        result.lot_units = lot_units;
        result.price_decimals = price_decimals;
        return result;
    }

    /// `body` as fix_frame takes it.
    Inbound in(const std::string& body) {
        text = test::fix_frame(body);
        framer.clear();
        framer.append(text);
        Frame frame{};
        EXPECT_EQ(framer.next(frame), FrameOutcome::complete);
        EXPECT_FALSE(fields.parse(frame)) << body;
        return translate_in(fields, session, routes);
    }

    /// The message with `|` for SOH; empty if there is none.
    std::string out(const shm::Report& report, std::uint16_t engine = 0) {
        const auto bytes = translate_out(report, engine, routes, header, writer);
        std::string message(bytes.begin(), bytes.end());
        std::replace(message.begin(), message.end(), '\x01', '|');
        return message;
    }

    RoutingTable routes;
    MessageHeader header{.sender_comp_id = "PINION",
                         .target_comp_id = "CLIENT1",
                         .msg_seq_num = 1,
                         .sending_time_ns = 0};
    SessionContext session{.session = 5,
                           .gateway = 2,
                           .session_epoch = 9,
                           .default_account = shm::AccountName::from("HOUSE").value()};
    std::string text;
    Framer framer{8192};
    Fields fields;
    MessageWriter writer{8192};
};

} // namespace pinion::fix
