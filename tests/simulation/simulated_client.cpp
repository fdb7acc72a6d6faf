#include "tests/simulation/simulated_client.h"

#include "shm/sys/clock.h"
#include "tests/fix-gateway/support/fix_text.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>

namespace pinion::test {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t logon_patience_ns = 5 * second_ns;
constexpr std::int64_t heartbeat_ns = 20 * second_ns;

std::uint32_t number(const std::string& frame, int tag) {
    return static_cast<std::uint32_t>(std::stoul("0" + fix_field(frame, tag)));
}

bool is_of_session(const std::string& type) {
    return type.size() == 1 && std::string("012345A").find(type) != std::string::npos;
}

std::string now() { return "52=" + fix_time_now() + "|"; }

} // namespace

std::string SimulatedClient::what_it_waits_for() const {
    if (!is_logged_on_) return comp_id_ + " is not logged on; ";
    if (ledger_.open().empty()) return "";
    return comp_id_ + " has no answer to " + *ledger_.open().begin() + ", expects message " +
           std::to_string(next_in_) + "; ";
}

std::string SimulatedClient::read() {
    if (connection_ == no_connection) return "";
    const std::string bytes = network_.read(connection_);
    const bool is_closed = network_.is_closed(connection_);
    unread_ += bytes;
    for (const std::string& frame : fix_frames(unread_)) {
        if (unread_.size() < frame.size()) break; // cut off
        unread_.erase(0, frame.size());
        take(frame);
        if (connection_ == no_connection) return bytes;
    }
    if (is_closed) hang_up();
    return bytes;
}

void SimulatedClient::tend() {
    const std::int64_t now_ns = shm::monotonic_now_ns();
    if (connection_ == no_connection) return log_on();
    if (!is_logged_on_ && now_ns > connected_ns_ + logon_patience_ns) return hang_up();
    if (is_logged_on_ && now_ns > sent_ns_ + heartbeat_ns) send("0", "");
}

void SimulatedClient::log_on() {
    const bool is_idle = ledger_.open().empty() && ledger_.orders().empty();
    is_resetting_ = is_resetting_ || (is_idle && random_.one_in(10));
    if (is_resetting_) next_out_ = 1;
    connection_ = network_.connect();
    connected_ns_ = shm::monotonic_now_ns();
    missing_until_ = 0;
    seen_ = 0;
    unread_.clear();
    send("A", std::string("98=0|108=30|") + (is_resetting_ ? "141=Y|" : ""));
}

void SimulatedClient::lose_connection() {
    if (connection_ == no_connection) return;
    network_.lose(connection_, random_.any());
    hang_up();
}

void SimulatedClient::hang_up() {
    network_.hang_up(connection_);
    connection_ = no_connection;
    is_logged_on_ = false;
}

void SimulatedClient::take(const std::string& frame) {
    const std::string type = fix_field(frame, 35);
    const std::uint32_t sequence = number(frame, 34);
    spdlog::info("{} hears {}", comp_id_, content_of(frame));
    if (type == "A" && is_resetting_) take_logon(frame);
    if (sequence > next_in_) {
        if (type == "A") is_logged_on_ = true;
        if (type == "2") send_again(number(frame, 7));
        if (type == "5") return hang_up();
        return ask_again_for_missing(sequence);
    }
    if (sequence < next_in_) {
        EXPECT_EQ(fix_field(frame, 43), "Y") << "MsgSeqNum used twice: " << content_of(frame);
        if (!is_of_session(type)) expect_same_content(sequence, frame);
        return;
    }
    ++next_in_;
    take_in_turn(frame, type);
    if (connection_ != no_connection && seen_ >= next_in_) ask_again_for_missing(seen_);
}

void SimulatedClient::take_in_turn(const std::string& frame, const std::string& type) {
    if (type == "A") {
        is_logged_on_ = true;
    } else if (type == "1") {
        send("0", "112=" + fix_field(frame, 112) + "|");
    } else if (type == "2") {
        send_again(number(frame, 7));
    } else if (type == "4") {
        EXPECT_EQ(fix_field(frame, 123), "Y") << "the session cannot go on by itself";
        next_in_ = std::max(next_in_, number(frame, 36));
    } else if (type == "5") {
        const std::string why = fix_field(frame, 58);
        EXPECT_EQ(why.find("too low"), std::string::npos) << comp_id_ << ": " << why;
        send("5", "");
        hang_up();
    } else if (type == "3") {
        ADD_FAILURE() << "rejected: " << content_of(frame);
    } else if (!is_of_session(type)) {
        expect_same_content(next_in_ - 1, frame);
        ledger_.note_answer(frame);
    }
}

/// The answer to a Logon that reset the numbers.
void SimulatedClient::take_logon(const std::string& frame) {
    EXPECT_EQ(fix_field(frame, 141), "Y");
    is_resetting_ = false;
    next_in_ = 1;
    sent_.clear();
    had_.clear();
}

void SimulatedClient::expect_same_content(std::uint32_t sequence, const std::string& frame) {
    const std::string content = content_of(frame);
    const auto [known, is_new] = had_.emplace(sequence, content);
    EXPECT_EQ(known->second, content) << "a MsgSeqNum has two contents";
}

void SimulatedClient::ask_again_for_missing(std::uint32_t seen) {
    seen_ = std::max(seen_, seen);
    if (missing_until_ >= next_in_) return; // that was asked for
    missing_until_ = seen;
    send("2", "7=" + std::to_string(next_in_) + "|16=0|");
}

/// All from `begin` on; what was of the session is skipped over.
void SimulatedClient::send_again(std::uint32_t begin) {
    const std::string again = "43=Y|122=" + fix_time_now() + "|";
    const std::uint32_t end = next_out_;
    while (begin < end) {
        const auto next = sent_.lower_bound(begin);
        const std::uint32_t until = next == sent_.end() ? end : next->first;
        if (until > begin) write("4", begin, "123=Y|36=" + std::to_string(until) + "|", again);
        if (next == sent_.end()) return;
        write(next->second.substr(0, 1), until, next->second.substr(1), again);
        begin = until + 1;
    }
}

void SimulatedClient::ask() {
    if (!is_logged_on_ || is_resetting_) return;
    const std::string id = new_id();
    const std::string side = random_.one_in(2) ? "1" : "2";
    const std::string symbol = random_.one_in(3) ? "OAK" : "PINE";
    const std::string price = "1." + std::to_string(10 + random_.below(12));
    const std::string common = "11=" + id + "|60=" + fix_time_now() + "|";
    const std::string terms =
        "38=" + std::to_string(1 + random_.below(20)) + "|40=2|44=" + price + "|";
    ledger_.note_request(id);
    if (ledger_.orders().empty() || random_.one_in(2))
        return send("D", common + "55=" + symbol + "|54=" + side + "|" + terms);
    auto chosen = ledger_.orders().begin();
    std::advance(chosen, static_cast<std::ptrdiff_t>(random_.below(ledger_.orders().size())));
    const auto& order = chosen->second;
    const std::string known =
        common + "41=" + order.cl_ord_id + "|55=" + order.symbol + "|54=" + order.side + "|";
    if (random_.one_in(2))
        send("F", known + "38=" + std::to_string(order.leaves) + "|");
    else
        send("G", known + terms);
}

void SimulatedClient::send(const std::string& type, const std::string& body) {
    const std::uint32_t sequence = next_out_++;
    if (!is_of_session(type)) sent_[sequence] = type + body;
    write(type, sequence, body);
}

void SimulatedClient::write(const std::string& type, std::uint32_t sequence,
                            const std::string& body, const std::string& header) {
    sent_ns_ = shm::monotonic_now_ns();
    const std::string message = "35=" + type + "|49=" + comp_id_ +
                                "|56=PINION|34=" + std::to_string(sequence) + "|" + now() + header +
                                body;
    spdlog::info("{} says {}", comp_id_, message);
    network_.write(connection_, fix_frame(message));
}

} // namespace pinion::test
