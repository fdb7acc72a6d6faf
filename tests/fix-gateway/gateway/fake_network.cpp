#include "tests/fix-gateway/gateway/fake_network.h"

#include <algorithm>

namespace pinion::test {

class FakeTransport final : public transport::Transport {
  public:
    explicit FakeTransport(FakeNetwork& network) : network_(network) {}

    ~FakeTransport() override {
        for (auto& [id, connection] : network_.connections_) connection.is_gone = true;
    }

    std::uint16_t listen(const std::string&, std::uint16_t) override { return 5001; }

    transport::ConnectionId connect(const std::string&, std::uint16_t) override { std::abort(); }

    bool send(transport::ConnectionId id, std::span<const char> bytes) override {
        auto& connection = network_.connections_.at(id);
        if (connection.is_gone || connection.server_left) return false;
        connection.to_client.append(bytes.data(), bytes.size());
        return true;
    }

    std::size_t queued_bytes(transport::ConnectionId id) const override {
        const auto found = network_.connections_.find(id);
        return found == network_.connections_.end() || !network_.is_slow
                   ? 0
                   : found->second.to_client.size();
    }

    void flush() override {}

    void close(transport::ConnectionId id) override {
        network_.connections_.at(id).server_left = true;
    }

    void pause(transport::ConnectionId id) override {
        network_.connections_.at(id).is_paused = true;
    }

    void resume(transport::ConnectionId id) override {
        network_.connections_.at(id).is_paused = false;
    }

    std::uint64_t poll(transport::TransportHandler& handler) override {
        std::uint64_t events = 0;
        for (auto& [id, connection] : network_.connections_)
            if (!connection.is_gone) events += serve(handler, id, connection);
        return events;
    }

    void wait(std::int64_t) override {}

    std::uint64_t turned_away() const override { return network_.turned_away; }

    const char* name() const override { return "fake"; }

  private:
    std::uint64_t serve(transport::TransportHandler& handler, transport::ConnectionId id,
                        FakeNetwork::Connection& connection) {
        if (!connection.is_accepted) {
            connection.is_accepted = true;
            connection.is_gone = !handler.on_accept(id, "127.0.0.1:" + std::to_string(id));
            return 1;
        }
        if (connection.server_left) {
            connection.is_gone = true;
            handler.on_close(id, transport::CloseReason::local);
            return 1;
        }
        if (!connection.to_server.empty() && !connection.is_paused) {
            const std::string piece = connection.to_server.substr(0, network_.piece_bytes);
            connection.to_server.erase(0, piece.size());
            handler.on_receive(id, piece);
            return 1;
        }
        if (connection.client_left) {
            connection.is_gone = true;
            handler.on_close(id, transport::CloseReason::peer_closed);
            return 1;
        }
        return 0;
    }

    FakeNetwork& network_;
};

std::unique_ptr<transport::Transport> FakeNetwork::make_transport() {
    return std::make_unique<FakeTransport>(*this);
}

transport::ConnectionId FakeNetwork::connect() {
    const transport::ConnectionId id = connections_.size() + 1;
    connections_[id];
    return id;
}

} // namespace pinion::test
