#include "config/load.h"
#include "tests/support/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <string>

/// Every way in which a file can be wrong: the message must name the place, what is there and what
/// to do. Each case is a good small venue with one line changed; the lines are numbered by hand
/// below.
namespace pinion::config {

namespace {

using Lines = std::map<int, std::string>;

const Lines good_venue{
    {1, "instance = 'test'"},
    {2, "[[engine]]"},
    {3, "id = 1"},
    {4, "command_slots = 64"},
    {5, "matcher = { core = 'auto', wait = 'sleep' }"},
    {6, "[[engine]]"},
    {7, "id = 2"},
    {8, "[[gateway]]"},
    {9, "id = 7"},
    {10, "port = 5001"},
    {11, "engines = [1, 2]"},
    {12, "[[instrument]]"},
    {13, "symbol = 'PINE'"},
    {14, "engine = 1"},
    {15, "tick = '0.05'"},
    {16, "lot = '10'"},
    {17, "price_min = '1.00'"},
    {18, "price_max = '2.5'"},
    {19, "quantity_max = '500'"},
    {20, "[[instrument]]"},
    {21, "symbol = 'OAK'"},
    {22, "engine = 2"},
    {23, "tick = '1'"},
    {24, "lot = '0.001'"},
    {25, "price_min = '1'"},
    {26, "price_max = '9'"},
    {27, "[[account]]"},
    {28, "name = 'HOUSE'"},
    {29, "[[session]]"},
    {30, "comp_id = 'CLIENT1'"},
    {31, "gateway = 7"},
    {32, "account = 'HOUSE'"},
    {33, "[log]"},
    {34, "level = 'info'"},
};

/// The good venue with one line replaced.
std::string venue_with(int line, const std::string& text) {
    Lines lines = good_venue;
    if (line > 0) lines[line] = text;
    std::string result;
    for (const auto& [number, content] : lines) result += content + "\n";
    return result;
}

std::string refusal(const std::string& text) {
    try {
        (void)load_text(text, "venue.toml");
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "accepted";
}

struct Fault {
    int line;
    const char* text;
    const char* message;
};

void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.line << ": " << fault.text; }

class LoadRefuses : public testing::TestWithParam<Fault> {};

TEST_P(LoadRefuses, a_fault_with_its_place_and_what_to_do) {
    const auto& [line, text, message] = GetParam();
    EXPECT_EQ(refusal(venue_with(line, text)), std::string("venue.toml:") + message);
}

INSTANTIATE_TEST_SUITE_P(
    syntax_and_keys, LoadRefuses,
    testing::Values(
        Fault{1, "instance 'test'",
              "1:10: not TOML: Error while parsing key-value pair: expected '=', saw '''; correct "
              "the syntax"},
        Fault{1, "instnce = 'test'", "1:1: there is no key instnce; did you mean instance?"},
        Fault{1, "colour = 'blue'",
              "1:1: there is no key colour; remove it, or choose one of \"account\", "
              "\"account_group\", \"asset\", \"engine\", \"gateway\", \"instance\", "
              "\"instrument\", \"limits\", \"log\", \"segments\", \"session\", \"state\""},
        Fault{4, "comand_slots = 64",
              "4:1: there is no key engine.comand_slots; did you mean command_slots?"},
        Fault{5, "matcher = { cor = 1 }",
              "5:13: there is no key engine.matcher.cor; did you mean core?"},
        Fault{13, "symbl = 'PINE'", "13:1: there is no key instrument.symbl; did you mean symbol?"},
        Fault{13, "", "12:1: instrument.symbol is missing; add it"},
        Fault{28, "", "27:1: account.name is missing; add it"},
        Fault{30, "", "29:1: session.comp_id is missing; add it"}));

INSTANTIATE_TEST_SUITE_P(
    types, LoadRefuses,
    testing::Values(
        Fault{1, "instance = 5", "1:12: instance is a whole number; write text in \"quotes\""},
        Fault{4, "command_slots = '64'",
              "4:17: engine.command_slots is text; write a whole number from 16 to 1048576"},
        Fault{4, "command_slots = 64.0",
              "4:17: engine.command_slots is a number with a fraction; write a whole number from "
              "16 to 1048576"},
        Fault{5, "matcher = 3",
              "5:11: engine.matcher is a whole number; write a table, [engine.matcher]"},
        Fault{5, "matcher = { core = true }",
              "5:20: engine.matcher.core is true or false; write a whole number from 0 to 4095"},
        Fault{5, "matcher = { core = 'first' }",
              "5:20: engine.matcher.core is \"first\"; write \"auto\" or a whole number"},
        Fault{11, "engines = 1",
              "11:11: gateway.engines is a whole number; write an array of whole numbers, [1, 2]"},
        Fault{15, "tick = 0.05",
              "15:8: instrument.tick is a number with a fraction; write text in \"quotes\""},
        Fault{32, "reset_on_logon = 'no'",
              "32:18: session.reset_on_logon is text; write true or false"},
        Fault{33, "[[log]]", "33:1: log is an array; write a table, [log]"}));

INSTANTIATE_TEST_SUITE_P(
    ranges, LoadRefuses,
    testing::Values(
        Fault{1, "instance = 'a/b'",
              "1:12: instance is \"a/b\"; write 1 to 32 characters of A-Z a-z 0-9 and _-"},
        Fault{1, "instance = ''",
              "1:12: instance is \"\"; write 1 to 32 characters of A-Z a-z 0-9 and _-"},
        Fault{3, "id = 0", "3:6: engine.id is 0; write a whole number from 1 to 65535"},
        Fault{4, "command_slots = 100",
              "4:17: engine.command_slots is 100; write a power of two, 64 or 128"},
        Fault{4, "command_slots = 8",
              "4:17: engine.command_slots is 8; write a whole number from 16 to 1048576"},
        Fault{4, "durability = 'best'",
              "4:14: engine.durability is \"best\"; write one of \"none\", \"async\", \"sync\""},
        Fault{5, "matcher = { wait = 'spinn' }",
              "5:20: engine.matcher.wait is \"spinn\"; did you mean \"spin\"? It is one of "
              "\"auto\", \"spin\", \"yield\", \"sleep\""},
        Fault{10, "port = 70000",
              "10:8: gateway.port is 70000; write a whole number from 0 to 65535"},
        Fault{10, "transport = 'dpdk'",
              "10:13: gateway.transport is \"dpdk\"; write one of \"auto\", \"io_uring\", "
              "\"epoll\""},
        Fault{11, "engines = []",
              "11:11: gateway.engines is empty; name an engine, or leave the key out for all"},
        Fault{13, "symbol = 'ABCDEFGHIJKLMNOPQ'",
              "13:10: instrument.symbol is \"ABCDEFGHIJKLMNOPQ\"; write 1 to 16 characters of A-Z "
              "a-z 0-9 and ._/-"},
        Fault{28, "name = 'MY HOUSE'",
              "28:8: account.name is \"MY HOUSE\"; write 1 to 16 characters of A-Z a-z 0-9 and "
              "._-"},
        Fault{30, "comp_id = '../x'",
              "30:11: session.comp_id is \"../x\"; write 1 to 32 characters of A-Z a-z 0-9 and "
              "_-"},
        Fault{32, "sending_time_digits = 4",
              "32:23: session.sending_time_digits is 4; write 3, 6 or 9"},
        Fault{34, "directory = 'logs'",
              "34:13: log.directory is \"logs\"; write an absolute path, beginning with /"},
        Fault{33, "[segments]\nmode = 0o411\n[log]",
              "34:8: segments.mode is 0o411; write it octal, read and write for the owner: 0o600, "
              "0o640, 0o644 or 0o660"},
        Fault{33, "[segments]\nmode = 0o611\n[log]",
              "34:8: segments.mode is 0o611; write it octal, read and write for the owner: 0o600, "
              "0o640, 0o644 or 0o660"}));

INSTANTIATE_TEST_SUITE_P(
    prices_and_quantities, LoadRefuses,
    testing::Values(
        Fault{15, "tick = '0'",
              "15:8: instrument.tick is \"0\"; write a positive decimal of at most 18 digits, 9 "
              "behind the point: \"0.05\""},
        Fault{15, "tick = '-0.05'",
              "15:8: instrument.tick is \"-0.05\"; write a positive decimal of at most 18 digits, "
              "9 behind the point: \"0.05\""},
        Fault{15, "tick = '1e-2'",
              "15:8: instrument.tick is \"1e-2\"; write a positive decimal of at most 18 digits, "
              "9 behind the point: \"0.05\""},
        Fault{17, "price_min = '1.01'",
              "17:13: instrument.price_min is \"1.01\", which is not a multiple of tick; write a "
              "price or quantity that orders could have"},
        Fault{18, "price_max = '0.95'",
              "18:13: instrument.price_max is below price_min; exchange the two"},
        Fault{18, "price_max = '999999999999999999'",
              "18:13: instrument.price_max is \"999999999999999999\", too large for so fine a "
              "tick; write less, or a coarser tick"},
        Fault{18, "price_max = '300000000.00'",
              "18:13: instrument.price_max is more than 4294967295 ticks above price_min; narrow "
              "the band, or write a coarser tick"},
        Fault{19, "quantity_max = '10000000000010'",
              "19:16: instrument.quantity_max is more than 1000000000000 lots; write less, or a "
              "coarser lot"},
        Fault{19, "market_protection = '0.07'",
              "19:21: instrument.market_protection is \"0.07\", which is not a multiple of tick; "
              "write a price or quantity that orders could have"},
        Fault{19, "market_protection = '-1'",
              "19:21: instrument.market_protection is \"-1\"; write a decimal of at most 18 "
              "digits, 9 behind the point; \"0\": to the edge of the band"},
        Fault{19, "market_protection = '214748364.8'",
              "19:21: instrument.market_protection is more than 4294967295 ticks; write less, or "
              "\"0\": to the edge of the band"},
        Fault{19, "quantity_max = '505'",
              "19:16: instrument.quantity_max is \"505\", which is not a multiple of lot; write a "
              "price or quantity that orders could have"}));

INSTANTIATE_TEST_SUITE_P(
    references_and_repeats, LoadRefuses,
    testing::Values(
        Fault{7, "id = 1", "7:6: engine.id repeats the id 1 of line 3; give each one its own"},
        Fault{9, "id = 7\nport = 5002\n[[gateway]]\nid = 7",
              "12:6: gateway.id repeats the id 7 of line 9; give each one its own"},
        Fault{9, "id = 7\nport = 5001\n[[gateway]]\nid = 8",
              "13:8: gateway.port repeats the address 127.0.0.1:5001 of line 10; give each one its "
              "own"},
        Fault{11, "engines = [1, 3]",
              "11:11: gateway.engines names engine 3, which does not exist; choose one of 1, 2 or "
              "add [[engine]]"},
        Fault{14, "engine = 9",
              "14:10: instrument.engine names engine 9, which does not exist; choose one of 1, 2 "
              "or add [[engine]]"},
        Fault{14, "", "12:1: instrument.engine is missing; say which engine it is: 1, 2"},
        Fault{22, "engine = 1",
              "7:6: engine.id 2 owns no instrument; give it one with engine = 2 in an "
              "[[instrument]], or remove it"},
        Fault{21, "symbol = 'PINE'",
              "21:10: instrument.symbol repeats the symbol PINE of line 13; give each one its own"},
        Fault{28, "name = 'HOUSE'\n[[account]]\nname = 'HOUSE'",
              "30:8: account.name repeats the account HOUSE of line 28; give each one its own"},
        Fault{31, "gateway = 8",
              "31:11: session.gateway names gateway 8, which does not exist; choose one of 7 or "
              "add [[gateway]]"},
        Fault{32, "account = 'HOME'",
              "32:11: session.account names account HOME, which does not exist; choose one of "
              "HOUSE or add [[account]]"},
        Fault{32, "[[session]]\ncomp_id = 'CLIENT1'",
              "33:11: session.comp_id repeats the session CLIENT1 to PINION of line 30; give each "
              "one its own"}));

INSTANTIATE_TEST_SUITE_P(
    drop_copies, LoadRefuses,
    testing::Values(
        Fault{32, "account = 'HOUSE'\n[[session]]\ncomp_id = 'COPY'\ndrop_copy = { }",
              "35:13: session.drop_copy names nothing; write sessions = [...], accounts = [...] or "
              "everything = true"},
        Fault{
            32,
            "account = 'HOUSE'\n[[session]]\ncomp_id = 'COPY'\ndrop_copy = { sessions = ['COPY'] }",
            "35:13: session.drop_copy names session COPY, which does not exist; choose one of "
            "CLIENT1 or add [[session]]"},
        Fault{
            32,
            "account = 'HOUSE'\n[[session]]\ncomp_id = 'COPY'\ndrop_copy = { accounts = ['HOME'] }",
            "35:26: session.drop_copy.accounts names account HOME, which does not exist; choose "
            "one of HOUSE or add [[account]]"},
        Fault{32,
              "account = 'HOUSE'\n[[session]]\ncomp_id = 'COPY'\ndrop_copy = { sessions = "
              "'CLIENT1' }",
              "35:26: session.drop_copy.sessions is text; write an array of texts, [\"A\", \"B\"]"},
        Fault{
            32,
            "account = 'HOUSE'\n[[session]]\ncomp_id = 'COPY'\ndrop_copy = { everything = true "
            "}\nreset_on_logon = true",
            "36:18: session.reset_on_logon is given for a drop copy; remove it: the session has no "
            "orders"},
        Fault{
            32,
            "account = 'HOUSE'\n[[gateway]]\nid = 8\nport = 5002\nengines = "
            "[1]\n[[session]]\ncomp_id = 'COPY'\ngateway = 8\ndrop_copy = { everything = true }",
            "40:13: session.drop_copy needs engine 2, to which gateway 7 talks; add it to engines "
            "of gateway 8"}));

INSTANTIATE_TEST_SUITE_P(
    rules_and_limits, LoadRefuses,
    testing::Values(
        Fault{4, "stop_orders_max = 0",
              "4:19: engine.stop_orders_max is 0; write a whole number from 1 to 16777216"},
        Fault{4, "display_slices_max = 0",
              "4:22: engine.display_slices_max is 0; write a whole number from 1 to 1000000"},
        Fault{
            4, "disconnect_grace_ms = 3600001",
            "4:23: engine.disconnect_grace_ms is 3600001; write a whole number from 0 to 3600000"},
        Fault{4, "day_roll = '24:00'",
              "4:12: engine.day_roll is \"24:00\"; write a time in UTC, \"HH:MM\" or "
              "\"HH:MM:SS\", or \"\" for never"},
        Fault{4, "day_roll = 17:00:00",
              "4:12: engine.day_roll is a date or time; write text in \"quotes\""},
        Fault{32, "cancel_on_disconnect = 'yes'",
              "32:24: session.cancel_on_disconnect is \"yes\"; write one of \"optional\", "
              "\"always\", \"never\""},
        Fault{33, "[limits]\ninstruments_max = 1\n[log]",
              "12:1: instrument appears 2 times; keep at most 1, or raise limits.instruments_max"},
        Fault{32, "[[session]]\ncomp_id = 'CLIENT2'\n[limits]\nsessions_max = 1",
              "29:1: session appears 2 times; keep at most 1, or raise limits.sessions_max"}));

TEST(Load, accepts_the_venue_that_the_faults_are_made_from) {
    const VenueConfig venue = load_text(venue_with(0, ""), "venue.toml");
    EXPECT_EQ(venue.instance, "test");
    EXPECT_EQ(venue.engine(1).command_slots, 64U);
    EXPECT_EQ(venue.engine(1).matcher.wait, shm::Wait::sleep);
    EXPECT_FALSE(venue.engine(1).matcher.core.has_value());
    EXPECT_EQ(venue.gateway_index(7), 0);
    EXPECT_EQ(venue.gateways_of(2).front().id, 7);
    EXPECT_EQ(venue.instruments_of(2).size(), 1U);
    EXPECT_EQ(venue.sessions.front().account.view(), "HOUSE");
}

TEST(Load, reads_prices_and_quantities_exactly) {
    const shm::InstrumentRecord record =
        load_text(venue_with(0, ""), "venue.toml").instruments_of(1).front();
    EXPECT_EQ(record.tick_units, 5);
    EXPECT_EQ(record.price_decimals, 2);
    EXPECT_EQ(record.lot_units, 10);
    EXPECT_EQ(record.quantity_decimals, 0);
    EXPECT_EQ(record.price_min_ticks, 20);
    EXPECT_EQ(record.price_max_ticks, 50);
    EXPECT_EQ(record.quantity_max_lots, 50U);
}

TEST(Load, the_day_roll_is_a_time_after_midnight_or_never) {
    const auto day_roll_ns = [](const std::string& line) {
        return load_text(venue_with(4, line), "venue.toml").engine(1).day_roll_ns;
    };
    EXPECT_EQ(day_roll_ns(""), 0);
    EXPECT_EQ(day_roll_ns("day_roll = '17:30:05'"), 63'005'000'000'000);
    EXPECT_EQ(day_roll_ns("day_roll = ''"), std::nullopt);
}

TEST(Load, market_protection_is_a_distance_in_ticks) {
    const auto protection = [](const std::string& line) {
        return load_text(venue_with(19, line), "venue.toml")
            .instruments_of(1)
            .front()
            .market_protection_ticks;
    };
    EXPECT_EQ(protection(""), 0U);
    EXPECT_EQ(protection("market_protection = '0'"), 0U);
    EXPECT_EQ(protection("market_protection = '0.25'"), 5U);
    EXPECT_EQ(protection("market_protection = '214748364.75'"), 4'294'967'295U);
}

TEST(Load, a_calendar_is_in_the_order_of_the_day) {
    const VenueConfig venue =
        load_text(venue_with(27, "calendar = 'day'\nreference_price = '2'\ntrade_collar = '1'\n"
                                 "[[calendar]]\nname = 'day'\nclosed = ['16:35', '12:00']\n"
                                 "continuous = ['08:00:01', '13:00']\ndays = ['fri', 'mon']\n"
                                 "[[account]]"),
                  "venue.toml");
    const InstrumentConfig& oak = venue.instruments[1];
    const CalendarConfig* calendar = venue.calendar_of(oak);
    ASSERT_NE(calendar, nullptr);
    EXPECT_EQ(calendar->days, 0b001'0001);
    ASSERT_EQ(calendar->changes.size(), 4U);
    EXPECT_EQ(calendar->changes[0].time_ns, 28'801'000'000'000);
    EXPECT_EQ(calendar->changes[0].phase, shm::TradingPhase::continuous);
    EXPECT_EQ(calendar->changes[1].phase, shm::TradingPhase::closed);
    EXPECT_EQ(calendar->changes[2].phase, shm::TradingPhase::continuous);
    EXPECT_EQ(calendar->changes[3].phase, shm::TradingPhase::closed);
    EXPECT_EQ(venue.calendar_of(venue.instruments[0]), nullptr);
    EXPECT_EQ(oak.collar.reference_ticks, 2);
    EXPECT_EQ(oak.collar.trade_ticks, 1U);
}

TEST(Load, a_calendar_that_cannot_be_is_refused) {
    const auto calendar = [](const std::string& lines) {
        return refusal(venue_with(27, "[[calendar]]\n" + lines + "\n[[account]]"));
    };
    EXPECT_NE(calendar("name = 'day'").find("without a phase"), std::string::npos);
    EXPECT_NE(calendar("name = 'day'\nclosed = '08:00'\ndays = ['noon']").find("days of the week"),
              std::string::npos);
    EXPECT_NE(calendar("name = 'day'\nclosed = '08:00'\ndays = []").find("name one"),
              std::string::npos);
    EXPECT_NE(calendar("name = 'day'\nclosed = ['08:00', '8']").find("write a time"),
              std::string::npos);
    EXPECT_NE(calendar("name = 'day'\nclosed = ['08:00', '08:00']").find("a time of its own"),
              std::string::npos);
    EXPECT_NE(calendar("name = 'day'\nclosed = '24:00'").find("write a time"), std::string::npos);
    EXPECT_NE(
        calendar("name = 'day'\nclosed = '08:00'\ncontinuous = '08:00'").find("a time of its own"),
        std::string::npos);
    EXPECT_NE(refusal(venue_with(27, "calendar = 'day'\n[[account]]")).find("day"),
              std::string::npos);
}

TEST(Load, a_reference_may_be_left_out_where_there_is_only_one) {
    const VenueConfig venue = load_text(venue_with(31, ""), "venue.toml");
    EXPECT_EQ(venue.sessions.front().gateway, 7);
}

TEST(Load, copies_come_from_the_gateways_that_may_serve_what_is_copied) {
    const auto gateways = [](const std::string& copied) {
        const VenueConfig venue = load_text(
            venue_with(32, "account = 'HOUSE'\n[[gateway]]\nid = 8\nport = 5002\n[[session]]\n"
                           "comp_id = 'COPY'\ngateway = 8\ndrop_copy = { " +
                               copied + " }"),
            "venue.toml");
        std::vector<std::uint16_t> ids;
        for (const GatewayConfig& each : venue.gateways_copied_to(venue.sessions.back()))
            ids.push_back(each.id);
        return ids;
    };
    using Ids = std::vector<std::uint16_t>;
    EXPECT_EQ(gateways("sessions = ['CLIENT1']"), Ids{7});
    EXPECT_EQ(gateways("accounts = ['HOUSE']"), (Ids{7, 8}));
    EXPECT_EQ(gateways("everything = true"), (Ids{7, 8}));
}

TEST(Load, a_section_that_a_venue_needs_is_asked_for) {
    EXPECT_EQ(refusal(""),
              "venue.toml:1:1: engine is missing; a venue needs at least one: add [[engine]]");
    EXPECT_EQ(refusal("[engine]\nid = 1\n"),
              "venue.toml:1:1: engine is a table; begin each one with [[engine]]");
}

TEST(Load, the_log_has_room_for_all_gateways_and_the_operator) {
    const auto with_gateways = [](std::size_t count, const std::string& log_slots) {
        auto text = venue_with(4, "log_slots = " + log_slots);
        const auto had = load_text(text, "venue.toml").gateways.size();
        for (auto i = had; i < count; ++i)
            text += "\n[[gateway]]\nid = " + std::to_string(100 + i) + "\nport = 0\n";
        return text;
    };
    EXPECT_EQ(refusal(with_gateways(64, "4096")),
              "venue.toml:4:13: engine.log_slots is 4096, too few for 64 gateways and the "
              "operator; write 8192 or more");
    EXPECT_EQ(refusal(with_gateways(64, "8192")), "accepted");
    EXPECT_EQ(refusal(with_gateways(63, "4096")), "accepted");
}

TEST(Load, an_unknown_engine_or_gateway_lists_those_that_exist) {
    const VenueConfig venue = load_text(venue_with(0, ""), "venue.toml");
    EXPECT_THROW(
        {
            try {
                (void)venue.engine(3);
            } catch (const ConfigError& error) {
                EXPECT_STREQ(error.what(),
                             "venue.toml: has no engine 3; choose one of 1, 2 or add [[engine]]");
                throw;
            }
        },
        ConfigError);
}

TEST(Load, the_venue_hash_changes_with_what_messages_name_by_their_place) {
    const VenueConfig venue = load_text(venue_with(0, ""), "venue.toml");
    EXPECT_EQ(venue.venue_hash(1), load_text(venue_with(4, ""), "venue.toml").venue_hash(1));
    EXPECT_NE(venue.venue_hash(1), venue.venue_hash(2));

    VenueConfig other = venue;
    other.sessions.push_back(other.sessions.front());
    EXPECT_NE(venue.venue_hash(1), other.venue_hash(1));
    other.sessions.back().comp_id += "2";
    const std::uint64_t before = other.venue_hash(1);
    std::swap(other.sessions.front(), other.sessions.back());
    EXPECT_NE(other.venue_hash(1), before);

    other = venue;
    ++other.instruments.front().record.tick_units; // of engine 1
    EXPECT_NE(venue.venue_hash(1), other.venue_hash(1));
    EXPECT_EQ(venue.venue_hash(2), other.venue_hash(2));
}

TEST(Load, a_file_that_cannot_be_read_is_named) {
    const test::TemporaryDirectory directory;
    const std::string missing = (directory.path() / "none.toml").string();
    for (const std::string& path : {missing, directory.path().string()})
        EXPECT_THROW(
            {
                try {
                    (void)load_file(path);
                } catch (const ConfigError& error) {
                    EXPECT_EQ(error.file(), path);
                    EXPECT_EQ(error.position().line, 0U);
                    throw;
                }
            },
            ConfigError);
}

TEST(Load, an_empty_file_is_a_venue_without_anything) {
    const test::TemporaryDirectory directory;
    const std::string path = (directory.path() / "venue.toml").string();
    std::ofstream{path};
    try {
        (void)load_file(path);
        FAIL() << "accepted";
    } catch (const ConfigError& error) {
        EXPECT_EQ(error.what(),
                  path + ":1:1: engine is missing; a venue needs at least one: add [[engine]]");
    }
}

TEST(Load, hostile_bytes_are_a_config_error) {
    for (const std::string& text :
         {std::string("\xff\xfe\x00garbage", 10), std::string(100'000, '['),
          std::string("a = \"") + std::string(1, '\0')})
        EXPECT_NE(refusal(text), "accepted");
}

TEST(Load, a_file_and_its_text_give_the_same_venue) {
    const test::TemporaryDirectory directory;
    const std::string path = (directory.path() / "venue.toml").string();
    std::ofstream(path) << venue_with(0, "");
    EXPECT_EQ(load(path).instruments_of(1), load_text(venue_with(0, ""), path).instruments_of(1));
}

} // namespace

} // namespace pinion::config
