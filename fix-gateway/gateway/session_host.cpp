#include "fix-gateway/gateway/session_host.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace pinion::fix {

namespace {

/// How the other side ended a connection, as it is counted. Our own closings are counted before.
Disconnect reason_of(transport::CloseReason reason) {
    switch (reason) {
    case transport::CloseReason::peer_closed: return Disconnect::peer_closed;
    case transport::CloseReason::peer_reset: return Disconnect::peer_reset;
    case transport::CloseReason::output_full: return Disconnect::output_full;
    case transport::CloseReason::local: return Disconnect::session_ended;
    case transport::CloseReason::network_error: break;
    }
    return Disconnect::network_error;
}

std::string comp_ids(std::string_view client, std::string_view venue) {
    return std::string(client) + soh + std::string(venue);
}

} // namespace

SessionHost::SessionHost(const Options& options, transport::Transport& transport, Engines& engines,
                         const std::vector<std::unique_ptr<Client>>& clients,
                         GatewayCounters& counters)
    : options_(options), transport_(transport), engines_(engines), counters_(counters) {
    for (const auto& client : clients)
        clients_.emplace(comp_ids(client->options().comp_id, client->options().target_comp_id),
                         client.get());
}

std::uint64_t SessionHost::resume_stalled() {
    std::uint64_t resumed = 0;
    for (const transport::ConnectionId id : std::exchange(stalled_, {})) {
        const auto found = connections_.find(id);
        if (found == connections_.end()) continue;
        found->second.is_stalled = false;
        drain(found->second);
        if (found->second.is_stalled || !found->second.is_live()) continue;
        transport_.resume(id);
        ++resumed;
    }
    return resumed;
}

void SessionHost::tick(std::int64_t now_ns) {
    for (auto& [id, connection] : connections_) {
        if (connection.is_stalled && connection.is_live() && connection.client != nullptr)
            connection.client->note_unread();
        if (connection.client != nullptr || connection.is_cut) continue;
        if (connection.deadline_ns == 0)
            connection.deadline_ns = now_ns + options_.logon_timeout_ns;
        if (now_ns >= connection.deadline_ns) cut(connection, Disconnect::logon_timeout);
    }
    counters_.connections.set(connections_.size());
    say_turned_away();
}

/// Said once a tick at most: whoever floods us must not flood the log.
void SessionHost::say_turned_away() {
    const std::uint64_t total = transport_.turned_away();
    if (total == turned_away_) return;
    spdlog::warn("{} connections turned away: connections_max is reached", total - turned_away_);
    turned_away_ = total;
    counters_.turned_away.set(total);
}

void SessionHost::cut_all() {
    for (auto& [id, connection] : connections_)
        if (connection.is_live()) cut(connection, Disconnect::gateway_stopped);
}

bool SessionHost::on_accept(transport::ConnectionId id, const std::string& peer) {
    if (!is_open_) return false;
    connections_.emplace(id, Connection{id, peer, Framer(options_.frame_max_bytes)});
    return true;
}

void SessionHost::on_receive(transport::ConnectionId id, std::span<const char> bytes) {
    const auto found = connections_.find(id);
    if (found == connections_.end() || !found->second.is_live()) return;
    found->second.framer.append(bytes);
    if (!found->second.is_stalled) drain(found->second);
}

void SessionHost::on_close(transport::ConnectionId id, transport::CloseReason reason) {
    const auto found = connections_.find(id);
    if (found == connections_.end()) return;
    Connection& connection = found->second;
    if (connection.is_live()) {
        spdlog::info("{}: connection ended: {}", connection.peer, to_text(reason_of(reason)));
        count(reason_of(reason));
        if (connection.client != nullptr) connection.client->lose_connection();
    }
    connections_.erase(found);
}

/// Takes whole frames out of what arrived, as long as what they cause has a place to go.
void SessionHost::drain(Connection& connection) {
    while (connection.is_live()) {
        Frame frame;
        const FrameOutcome outcome = connection.framer.next(frame);
        if (outcome == FrameOutcome::partial) return;
        if (outcome == FrameOutcome::garbled) {
            counters_.garbled.add();
            continue;
        }
        const bool is_readable = !fields_.parse(frame);
        if (!may_go(connection)) {
            connection.framer.put_back(frame);
            return stall(connection);
        }
        dispatch(connection, frame, is_readable);
    }
}

/// Whether the frame in `fields_` may be taken now.
bool SessionHost::may_go(const Connection& connection) const {
    if (connection.client != nullptr) return connection.client->has_room_for(fields_);
    return !is_holding_ && engines_.can_announce();
}

void SessionHost::stall(Connection& connection) {
    connection.is_stalled = true;
    stalled_.push_back(connection.id);
    transport_.pause(connection.id);
    counters_.stalls.add();
}

/// The one place where a complete frame goes its way. All frames take the slow lane: the session.
void SessionHost::dispatch(Connection& connection, const Frame& frame, bool is_readable) {
    counters_.frames.add();
    const bool is_first = connection.client == nullptr;
    if (is_first) {
        if (!is_readable) return cut(connection, Disconnect::not_a_logon);
        welcome(connection);
        if (!connection.is_live()) return;
    }
    connection.client->receive(frame, fields_);
    if (is_first && connection.is_live() && !connection.client->is_logged_on())
        cut(connection, Disconnect::logon_refused);
}

/// Finds the client whose Logon `fields_` holds.
void SessionHost::welcome(Connection& connection) {
    if (fields_.find(tag::msg_type) != "A") return cut(connection, Disconnect::not_a_logon);
    Client* client = client_of(fields_);
    if (client == nullptr) return cut(connection, Disconnect::unknown_session);
    if (client->connection() != Client::no_connection)
        return cut(connection, Disconnect::session_in_use);
    spdlog::info("{}: logon of client {}", connection.peer, client->options().comp_id);
    connection.client = client;
    client->attach(connection.id);
}

void SessionHost::cut(Connection& connection, Disconnect reason) {
    spdlog::warn("{}: cut: {}", connection.peer, to_text(reason));
    count(reason);
    connection.is_cut = true;
    if (connection.client != nullptr) connection.client->lose_connection();
    transport_.close(connection.id);
}

Client* SessionHost::client_of(const Fields& logon) const {
    const auto found =
        clients_.find(comp_ids(logon.find(tag::sender_comp_id), logon.find(tag::target_comp_id)));
    return found == clients_.end() ? nullptr : found->second;
}

void SessionHost::count(Disconnect reason) {
    counters_.disconnects[static_cast<std::size_t>(reason)].add();
}

} // namespace pinion::fix
