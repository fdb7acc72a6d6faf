#include "fix-gateway/gateway/client.h"

#include "fix-gateway/translate/translate_in.h"
#include "fix-gateway/translate/translate_out.h"
#include "shm/sys/clock.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <utility>
#include <vector>

namespace pinion::fix {

namespace {

/// QuickFIX keeps messages that came too early without a limit. Dropping some is safe: what it
/// asks for again has no end, so they come again.
constexpr std::uint32_t waiting_max = 256;

constexpr std::size_t slow_bytes = 1 << 15; ///< half of the least that a network must hold

FixSessionOptions session_options(const ClientOptions& client) {
    FixSessionOptions options;
    options.sender_comp_id = client.target_comp_id;
    options.target_comp_id = client.comp_id;
    options.sending_time_digits = client.sending_time_digits;
    options.reset_on_logon = client.reset_on_logon;
    return options;
}

std::uint32_t sequence_of(const Fields& fields) {
    const std::string_view text = fields.find(tag::msg_seq_num);
    std::uint32_t sequence = 0;
    std::from_chars(text.data(), text.data() + text.size(), sequence);
    return sequence;
}

/// Messages that QuickFIX handles at once, whatever their number.
bool never_waits(std::string_view msg_type) {
    return msg_type == "A" || msg_type == "2" || msg_type == "4" || msg_type == "5";
}

/// Messages of the session layer: they cause no command themselves.
bool is_of_session(std::string_view msg_type) {
    return msg_type.size() == 1 &&
           std::string_view("012345A").find(msg_type) != std::string_view::npos;
}

/// The last report of those that are counted with `origin`.
std::uint64_t last_of(std::span<const ReportOrigin> reports, const ReportOrigin& origin) {
    for (const ReportOrigin& each : reports)
        if (each.engine == origin.engine && each.gateway == origin.gateway &&
            each.ring == origin.ring)
            return each.report_sequence;
    return 0;
}

/// The frame of bytes that are known to be one whole message.
Frame frame_of(std::span<const char> bytes) {
    const std::string_view text(bytes.data(), bytes.size());
    const std::size_t begin_string_end = text.find(soh);
    return {bytes, begin_string_end, text.find(soh, begin_string_end + 1) + 1,
            bytes.size() - Frame::trailer_bytes};
}

/// Of a message of our own: `field` is 35 between its separators.
bool has_type(std::string_view message, std::string_view field) {
    return message.substr(0, 32).find(field) != std::string_view::npos;
}

MessageAnswer answer_of(const SessionReject& reject) {
    const bool is_format = reject.reason == SessionRejectReason::incorrect_data_format;
    return {is_format ? MessageVerdict::format_incorrect : MessageVerdict::value_incorrect,
            static_cast<int>(reject.tag)};
}

MessageAnswer answer_of(const BusinessReject& reject) {
    constexpr std::uint8_t field_missing = 5;
    if (reject.reason == field_missing)
        return {MessageVerdict::field_missing, static_cast<int>(reject.tag)};
    return {MessageVerdict::type_unsupported, 0};
}

} // namespace

Client::Client(const ClientOptions& options, const ClientSurroundings& surroundings)
    : options_(options), surroundings_(surroundings),
      store_(surroundings.store_path, options.target_comp_id + "-" + options.comp_id,
             surroundings.store),
      session_(session_options(options), surroundings.dictionary, store_, *this) {
    if (!store_.damage().empty()) spdlog::warn("FIX store {}", store_.damage());
    if (store_.awaits_engines())
        spdlog::warn("client {}: the host was rebooted: goes on at MsgSeqNum {} when the engines "
                     "say what they have",
                     options_.comp_id, store_.next_sender());
}

void Client::attach(transport::ConnectionId connection) {
    connection_ = connection;
    waiting_ = 0;
    waiting_until_ = 0;
    resend_.forget();
    session_.attach();
}

void Client::lose_connection() {
    connection_ = no_connection;
    session_.disconnect();
}

void Client::receive(const Frame& frame, const Fields& fields) {
    if (!may_wait(fields)) return surroundings_.counters.early.add();
    if (start_resend(fields)) return;
    if (!session_.receive(frame.bytes.data(), frame.bytes.size()))
        surroundings_.counters.garbled.add();
    if (store_.next_target() > waiting_until_) waiting_ = 0;
}

bool Client::has_room_for(const Fields& fields) const {
    if (is_drop_copy()) return true;
    if (waiting_ != 0) return surroundings_.engines.have_room(waiting_ + 2, "");
    if (is_of_session(fields.find(tag::msg_type))) return true;
    return surroundings_.engines.have_room(2, fields.find(tag::symbol));
}

/// Bounds the messages that wait for a gap. One more is let through for each step that the session
/// makes, so that a gap behind them is seen and asked for, too.
bool Client::may_wait(const Fields& fields) {
    const std::uint32_t sequence = sequence_of(fields);
    const std::uint32_t expected = store_.next_target();
    if (sequence <= expected || never_waits(fields.find(tag::msg_type))) return true;
    if (waiting_ >= waiting_max && expected == target_at_limit_) return false;
    ++waiting_;
    waiting_until_ = std::max(waiting_until_, sequence);
    target_at_limit_ = expected;
    return true;
}

/// A long resend is cut into requests that QuickFIX answers one by one. The first has the number
/// and time of the client's; only one that is in order in all else is cut.
bool Client::start_resend(const Fields& fields) {
    const auto range = resend_range(fields, store_.next_sender());
    const auto time_ns = parse_utc_timestamp(fields.find(tag::sending_time));
    if (!range || !time_ns || range->end < range->begin ||
        range->end - range->begin < Resend::slice_messages || sequence_of(fields) == 0 ||
        fields.find(tag::sender_comp_id) != options_.comp_id ||
        fields.find(tag::target_comp_id) != options_.target_comp_id)
        return false;
    resend_.ask(*range);
    resend_slice(sequence_of(fields), *time_ns);
    return true;
}

void Client::go_on_resending() {
    if (resend_.is_done() || !session_.is_logged_on() ||
        surroundings_.transport.queued_bytes(connection_) != 0)
        return;
    resend_slice(store_.next_target() - 1, shm::utc_now_ns());
}

/// A slice does not end before a Logon. The client has that already, and counts on behind it when
/// it has all before it: then it would ignore a gap that began with it, and wait for what this
/// fills.
std::uint32_t Client::end_of_slice(std::uint32_t begin) const {
    std::uint32_t end = store_.recorded_behind(begin, Resend::slice_messages);
    store_.read(end, end, [&](const char* bytes, std::size_t length) {
        if (has_type({bytes, length}, "\x01"
                                      "35=A\x01"))
            ++end;
    });
    return end;
}

void Client::resend_slice(std::uint32_t request_sequence, std::int64_t request_time_ns) {
    const SequenceRange slice = resend_.take_slice(end_of_slice(resend_.next()));
    MessageWriter& writer = surroundings_.writer;
    writer.begin("2", {options_.comp_id, options_.target_comp_id, request_sequence, request_time_ns,
                       FractionDigits::nanoseconds});
    writer.number<tag::begin_seq_no>(slice.begin);
    writer.number<tag::end_seq_no>(slice.end);
    const std::span<const char> request = writer.finish();
    session_.receive(request.data(), request.size());
}

bool Client::deliver(const shm::Report& report, std::uint16_t engine, std::uint64_t report_sequence,
                     std::int64_t now_ns) {
    const EngineLink& link = surroundings_.engines.link(engine);
    const ReportOrigin origin{report_sequence, link.ring(), link.peer().id};
    if (link.is_durable() && report_sequence <= last_of(store_.positions(), origin)) return true;
    return record_and_send(report, engine, origin, now_ns);
}

bool Client::deliver_copy(const shm::Report& report, std::uint16_t engine,
                          const ReportOrigin& origin, std::string_view original,
                          std::int64_t now_ns) {
    return record_and_send(report, engine, origin, now_ns, original);
}

bool Client::is_slow() const {
    return connection_ != no_connection &&
           surroundings_.transport.queued_bytes(connection_) > slow_bytes;
}

bool Client::record_and_send(const shm::Report& report, std::uint16_t engine,
                             const ReportOrigin& origin, std::int64_t now_ns,
                             std::string_view original) {
    const bool may_be_known = origin.report_sequence != 0 &&
                              origin.report_sequence <= last_of(store_.told_until(), origin);
    const MessageHeader header{options_.target_comp_id,
                               options_.comp_id,
                               store_.next_sender(),
                               now_ns,
                               FractionDigits(options_.sending_time_digits),
                               may_be_known,
                               original};
    const std::span<const char> bytes =
        translate_out(report, engine, surroundings_.engines.routes(), header, surroundings_.writer);
    if (bytes.empty()) {
        surroundings_.counters.reports_untold.add();
        return true;
    }
    if (!store_.append_report(bytes, origin)) return false;
    if (session_.is_logged_on()) {
        surroundings_.transport.send(connection_, bytes);
        session_.note_sent();
    }
    return true;
}

void Client::tick() {
    if (connection_ != no_connection) session_.tick();
}

void Client::go_on() {
    std::vector<ReportOrigin> last_reports;
    for (const EngineLink& link : surroundings_.engines.links())
        if (link.is_durable())
            last_reports.push_back({link.reports_recovered(), 0, link.peer().id});
    go_on(expected_after_host_loss(), last_reports);
}

void Client::go_on(std::uint32_t expected, std::span<const ReportOrigin> last_reports) {
    if (store_.go_on(expected, last_reports))
        spdlog::info("client {}: goes on at MsgSeqNum {}, expects {}", options_.comp_id,
                     store_.next_sender(), expected);
}

/// What one engine has, another may lack: what the client sends again each of them ignores if it
/// has had it. A session_epoch that an engine does not have is one of which it lost all.
std::uint32_t Client::expected_after_host_loss() {
    std::uint32_t expected = std::numeric_limits<std::uint32_t>::max();
    for (const EngineLink& link : surroundings_.engines.links()) {
        if (!link.is_durable()) continue;
        const shm::SessionProgress had = link.progress(options_.index);
        if (had.session_epoch > store_.session_epoch())
            spdlog::error("client {}: engine {} knows a later sequence reset than the store, which "
                          "must be an old copy; move it away",
                          options_.comp_id, link.peer().id);
        const bool is_known = had.session_epoch == store_.session_epoch();
        expected = std::min(expected, is_known ? had.msg_seq_num + 1 : 1);
    }
    return expected;
}

void Client::note_position(const ReportOrigin& last, std::uint64_t lag_max) {
    if (last.report_sequence > last_of(store_.positions(), last) + lag_max &&
        !store_.append_position(last))
        spdlog::error("client {}: disk full", options_.comp_id);
}

void Client::on_send(const char* bytes, std::size_t length) {
    if (has_type({bytes, length}, "\x01"
                                  "35=3\x01"))
        surroundings_.counters.session_rejects.add();
    surroundings_.transport.send(connection_, {bytes, length});
}

void Client::on_disconnect() {
    if (connection_ == no_connection) return;
    spdlog::info("client {}: disconnected: {}", options_.comp_id, last_event_);
    surroundings_.counters.disconnects[static_cast<std::size_t>(Disconnect::session_ended)].add();
    surroundings_.transport.close(std::exchange(connection_, no_connection));
}

void Client::on_logon(bool cancel_on_disconnect) {
    spdlog::info("client {}: logged on", options_.comp_id);
    cancel_on_disconnect_ = options_.cancel_on_disconnect.value_or(cancel_on_disconnect);
    announce(shm::CommandKind::session_up);
}

void Client::on_logout() {
    spdlog::info("client {}: logged off", options_.comp_id);
    announce(shm::CommandKind::session_down);
}

void Client::announce(shm::CommandKind kind) {
    if (!is_drop_copy()) surroundings_.engines.announce(presence(kind));
}

/// The fast lane's seam: the one place where an application message, its session duties done,
/// becomes a command.
MessageAnswer Client::on_message(const char* bytes, std::size_t length) {
    const std::optional<SessionReject> reject = fields_.parse(frame_of({bytes, length}));
    if (reject) return answer_of(*reject);
    const SessionContext context{options_.index, surroundings_.gateway, store_.session_epoch(),
                                 options_.account};
    const Inbound inbound = translate_in(fields_, context, surroundings_.engines.routes());
    switch (inbound.outcome) {
    case Inbound::Outcome::session_reject: return answer_of(inbound.session_reject);
    case Inbound::Outcome::business_reject: return answer_of(inbound.business_reject);
    case Inbound::Outcome::command: break;
    }
    if (is_drop_copy())
        refuse(inbound.command, inbound.engine, shm::RejectReason::not_authorised);
    else if (inbound.is_for_all_engines)
        execute_everywhere(inbound.command);
    else
        execute(inbound.command, inbound.engine);
    return {MessageVerdict::accepted, 0};
}

/// Each engine answers for its own instruments.
void Client::execute_everywhere(shm::Command command) {
    std::uint16_t engine = 0;
    for (const EngineRoute& route : surroundings_.engines.routes().engines()) {
        address(command, route);
        execute(command, engine++);
    }
}

/// The command is in the ring, or answered, before the inbound sequence advances.
void Client::execute(const shm::Command& command, std::uint16_t engine) {
    if (surroundings_.engines.link(engine).send(command))
        surroundings_.counters.commands.add();
    else
        refuse(command, engine, shm::RejectReason::engine_unavailable);
}

/// Answers for the engine.
void Client::refuse(const shm::Command& command, std::uint16_t engine, shm::RejectReason reason) {
    surroundings_.counters.business_rejects.add();
    if (!record_and_send(business_reject_of(command, reason), engine, {}, shm::utc_now_ns()))
        spdlog::error("client {}: a reject cannot be recorded: disk full", options_.comp_id);
}

void Client::on_event(const std::string& text) {
    if (text != "Disconnecting") last_event_ = text;
    spdlog::debug("client {}: {}", options_.comp_id, text);
}

shm::Command Client::presence(shm::CommandKind kind) const {
    shm::Command command{};
    command.kind = kind;
    command.session = options_.index;
    command.gateway = surroundings_.gateway;
    command.session_epoch = store_.session_epoch();
    command.account = options_.account;
    if (cancel_on_disconnect_) command.flags = shm::command_flags::cancel_on_disconnect;
    return command;
}

} // namespace pinion::fix
