#include "tests/end-to-end/trader.h"

#include "tests/support/patience.h"

#include <gtest/gtest.h>

#include <array>
#include <ctime>

namespace pinion::test {

namespace {

using namespace std::chrono_literals;

constexpr auto silence = 300ms;

std::string readable(const FixFields& fields) {
    std::string text;
    for (const auto& [number, value] : fields) text += std::to_string(number) + "=" + value + "|";
    return text;
}

} // namespace

std::string utc_in(std::chrono::milliseconds delay) {
    const auto time = std::chrono::system_clock::now() + delay;
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y%m%d-%H:%M:%S", &utc);
    const std::string fraction = std::to_string(1000 + ms.count() % 1000);
    return text.data() + ("." + fraction.substr(1));
}

Trader::Trader(Venue& venue, std::uint16_t gateway, std::string comp_id,
               const FieldList& logon_fields, const std::string& wire_log)
    : comp_id_(std::move(comp_id)) {
    client_ = std::make_unique<QuickFixClient>(
        QuickFixClient::Options{.host = "127.0.0.1",
                                .port = venue.port(gateway),
                                .sender_comp_id = comp_id_,
                                .target_comp_id = "PINION",
                                .directory = venue.client_directory(comp_id_),
                                .dictionary = PINION_FIX_DICTIONARY,
                                .logon_fields = logon_fields,
                                .wire_log = wire_log});
    log_on();
}

void Trader::log_on() {
    client_->start();
    ASSERT_TRUE(client_->wait_for_logon(patience)) << comp_id_;
}

void Trader::send(const std::string& msg_type, FieldList fields) {
    fields.emplace_back(tag::transact_time, utc_in(0ms));
    ASSERT_TRUE(client_->send(msg_type, fields));
}

void Trader::order(const std::string& id, const std::string& symbol, char side, int quantity,
                   const FieldList& terms) {
    FieldList fields = {{tag::cl_ord_id, id},
                        {tag::order_qty, std::to_string(quantity)},
                        {tag::side, std::string(1, side)},
                        {tag::symbol, symbol}};
    fields.insert(fields.end(), terms.begin(), terms.end());
    send("D", fields);
}

void Trader::buy(const std::string& id, const std::string& symbol, int quantity,
                 const std::string& price, const std::string& time_in_force) {
    order(id, symbol, '1', quantity,
          {{tag::ord_type, "2"}, {tag::price, price}, {tag::time_in_force, time_in_force}});
}

void Trader::sell(const std::string& id, const std::string& symbol, int quantity,
                  const std::string& price, const std::string& time_in_force) {
    order(id, symbol, '2', quantity,
          {{tag::ord_type, "2"}, {tag::price, price}, {tag::time_in_force, time_in_force}});
}

void Trader::buy_at_market(const std::string& id, const std::string& symbol, int quantity) {
    order(id, symbol, '1', quantity, {{tag::ord_type, "1"}});
}

void Trader::cancel(const std::string& id, const std::string& original, const std::string& symbol,
                    char side) {
    send("F", {{tag::cl_ord_id, id},
               {tag::orig_cl_ord_id, original},
               {tag::side, std::string(1, side)},
               {tag::symbol, symbol}});
}

void Trader::replace(const std::string& id, const std::string& original, const std::string& symbol,
                     char side, int quantity, const std::string& price) {
    send("G", {{tag::cl_ord_id, id},
               {tag::order_qty, std::to_string(quantity)},
               {tag::ord_type, "2"},
               {tag::orig_cl_ord_id, original},
               {tag::price, price},
               {tag::side, std::string(1, side)},
               {tag::symbol, symbol}});
}

void Trader::ask_status(const std::string& id, const std::string& symbol, char side,
                        const std::string& request) {
    ASSERT_TRUE(client_->send("H", {{tag::cl_ord_id, id},
                                    {tag::side, std::string(1, side)},
                                    {tag::symbol, symbol},
                                    {tag::ord_status_req_id, request}}));
}

void Trader::ask_mass_status(const std::string& request, char scope) {
    ASSERT_TRUE(client_->send("AF", {{tag::mass_status_req_id, request},
                                     {tag::mass_status_req_type, std::string(1, scope)}}));
}

FixFields Trader::expect(const FieldList& fields) {
    FixFields message = client_->next_message(patience);
    EXPECT_FALSE(message.empty()) << comp_id_ << " waited in vain";
    for (const auto& [number, value] : fields)
        EXPECT_EQ(message[number], value)
            << comp_id_ << ": tag " << number << " of " << readable(message);
    return message;
}

void Trader::expect_silence() {
    const FixFields message = client_->next_message(silence);
    EXPECT_TRUE(message.empty()) << comp_id_ << " did not expect " << readable(message);
}

} // namespace pinion::test
