#include "latency/load/fix_session.h"

#include "shm/sys/clock.h"

#include <algorithm>
#include <stdexcept>

namespace pinion::latency {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::string_view heartbeat_seconds = "30";
constexpr std::int64_t heartbeat_after_ns = 20 * second_ns; ///< of our silence
constexpr std::int64_t logon_timeout_ns = 5 * second_ns;
constexpr std::int64_t logout_timeout_ns = 2 * second_ns;

/// Before the session is up there is nobody to hand application messages to.
struct NoMessages : FixHandler {
    void on_message(std::string_view, std::string_view frame, std::int64_t) override {
        throw std::runtime_error("the venue sent a message before its Logon: " +
                                 std::string(frame));
    }
};

std::string readable(std::string_view frame) {
    std::string text(frame);
    std::replace(text.begin(), text.end(), fix_separator, '|');
    return text;
}

[[noreturn]] void fail(const std::string& what, std::string_view frame) {
    throw std::runtime_error(what + ": " + readable(frame));
}

} // namespace

FixSession::FixSession(const FixAddress& address)
    : socket_(address.host, address.port), sender_(address.sender), target_(address.target),
      writer_(sender_, target_), input_(8 * frame_bytes_max) {
    log_on();
}

void FixSession::begin(std::string_view msg_type) {
    last_sent_utc_ns_ = shm::utc_now_ns();
    sending_time_ = clock_.format(last_sent_utc_ns_);
    writer_.begin(msg_type, next_out_++, sending_time_);
}

std::size_t FixSession::send() {
    const std::span<const char> bytes = writer_.finish();
    socket_.send(bytes);
    return bytes.size();
}

void FixSession::poll(FixHandler& handler) {
    const std::size_t received =
        socket_.receive(std::span(input_).subspan(input_bytes_)); // a partial frame leaves room
    if (received > 0) {
        input_bytes_ += received;
        take_frames(handler, shm::monotonic_now_ns());
    } else if (shm::utc_now_ns() - last_sent_utc_ns_ > heartbeat_after_ns) {
        send_heartbeat({});
    }
}

void FixSession::log_out(FixHandler& handler) {
    begin("5");
    send();
    state_ = State::logging_out;
    const std::int64_t deadline_ns = shm::monotonic_now_ns() + logout_timeout_ns;
    while (state_ != State::logged_out) {
        if (shm::monotonic_now_ns() > deadline_ns)
            throw std::runtime_error("the venue did not answer our Logout");
        poll(handler);
    }
}

void FixSession::log_on() {
    begin("A");
    field(98, "0");
    field(108, heartbeat_seconds);
    field(141, "Y");
    send();
    try {
        wait_for_logon();
    } catch (const std::runtime_error& error) {
        throw std::runtime_error("no Logon as " + sender_ + " to " + target_ + ": " + error.what());
    }
}

void FixSession::wait_for_logon() {
    NoMessages none;
    const std::int64_t deadline_ns = shm::monotonic_now_ns() + logon_timeout_ns;
    while (state_ == State::logging_on) {
        if (shm::monotonic_now_ns() > deadline_ns)
            throw std::runtime_error("the venue did not answer");
        poll(none);
    }
}

void FixSession::take_frames(FixHandler& handler, std::int64_t received_ns) {
    std::string_view rest(input_.data(), input_bytes_);
    while (!rest.empty()) {
        const Frame frame = read_frame(rest);
        if (frame.state == FrameState::garbled) fail("the venue sent a garbled message", rest);
        if (frame.state == FrameState::partial) break;
        take_frame(frame.bytes, handler, received_ns);
        rest.remove_prefix(frame.bytes.size());
    }
    std::copy(rest.begin(), rest.end(), input_.begin());
    input_bytes_ = rest.size();
}

void FixSession::take_frame(std::string_view frame, FixHandler& handler, std::int64_t received_ns) {
    const std::string_view msg_type = find_field(frame, 35);
    if (find_field(frame, 49) != target_ || find_field(frame, 56) != sender_)
        fail("the venue's CompIDs are not those of our session", frame);
    if (to_number(find_field(frame, 34)) != next_in_++)
        fail("expected MsgSeqNum " + std::to_string(next_in_ - 1), frame);
    constexpr std::string_view session_types = "A012345";
    if (msg_type.size() == 1 && session_types.find(msg_type[0]) != std::string_view::npos)
        on_session_message(msg_type[0], frame);
    else
        handler.on_message(msg_type, frame, received_ns);
}

void FixSession::on_session_message(char msg_type, std::string_view frame) {
    if (msg_type == 'A' && state_ == State::logging_on)
        state_ = State::active;
    else if (msg_type == '1')
        send_heartbeat(find_field(frame, 112));
    else if (msg_type == '5' && state_ == State::logging_out)
        state_ = State::logged_out;
    else if (msg_type == '5')
        fail("the venue logged us out", frame);
    else if (msg_type != '0')
        fail("the venue sent what it should not have", frame);
}

void FixSession::send_heartbeat(std::string_view test_request_id) {
    begin("0");
    if (!test_request_id.empty()) field(112, test_request_id);
    send();
}

} // namespace pinion::latency
