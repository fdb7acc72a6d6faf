#include "tests/simulation/client_ledger.h"

#include "tests/fix-gateway/support/fix_text.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pinion::test {

namespace {

constexpr int poss_resend = 97;

std::int64_t ticks_of(const std::string& price) { return std::llround(std::stod(price) * 100); }

} // namespace

std::string content_of(const std::string& frame, const std::set<int>& left_out) {
    static const std::set<int> changing = {8, 9, 10, 43, 52, 122};
    std::multiset<std::string> fields;
    for (std::size_t begin = 0; begin < frame.size();) {
        const std::size_t end = frame.find('\x01', begin);
        const int tag = std::stoi(frame.substr(begin));
        if (!changing.contains(tag) && !left_out.contains(tag))
            fields.insert(frame.substr(begin, end - begin));
        begin = end + 1;
    }
    std::string content;
    for (const std::string& field : fields) content += field + '|';
    return content;
}

void ClientLedger::note_answer(const std::string& frame) {
    const std::string type = fix_field(frame, 35);
    const bool is_told_as_repeated = fix_field(frame, poss_resend) == "Y";
    if (type == "8") return note_execution(frame);
    if (type == "9") return close(fix_field(frame, 11), is_told_as_repeated);
    close(fix_field(frame, 379), is_told_as_repeated);
}

/// Of an ExecutionReport whose ExecID was told before: all must be as it was then.
bool ClientLedger::is_repeated(const std::string& frame) {
    const std::string content = content_of(frame, {34, poss_resend});
    const auto [known, is_new] = executions_.emplace(fix_field(frame, 17), content);
    if (is_new) return false;
    EXPECT_EQ(known->second, content) << "an ExecID has two contents";
    EXPECT_EQ(fix_field(frame, poss_resend), "Y") << "told twice: " << content;
    return true;
}

void ClientLedger::note_execution(const std::string& frame) {
    if (is_repeated(frame)) return;
    const std::string type = fix_field(frame, 150);
    const std::string id = fix_field(frame, 11);
    const std::string order_id = fix_field(frame, 37);
    if (type == "0" || type == "8" || ((type == "4" || type == "5") && open_.contains(id)))
        close(id, false);
    const std::uint64_t leaves = std::stoull("0" + fix_field(frame, 151));
    if (leaves == 0)
        orders_.erase(order_id);
    else
        orders_[order_id] = {fix_field(frame, 55), fix_field(frame, 54),
                             ticks_of(fix_field(frame, 44)), leaves, id};
}

void ClientLedger::close(const std::string& cl_ord_id, bool may_be_repeated) {
    if (open_.erase(cl_ord_id) != 0) {
        closed_.insert(cl_ord_id);
        return;
    }
    EXPECT_TRUE(may_be_repeated && closed_.contains(cl_ord_id))
        << cl_ord_id << " is answered twice, or was never asked";
}

} // namespace pinion::test
