#pragma once

#include "fix-gateway/transport/transport.h"
#include "tests/engine/support/random.h"
#include "tests/fix-gateway/gateway/fake_network.h"
#include "tests/simulation/client_ledger.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pinion::test {

/// A FIX client that forgets nothing and believes nothing: its session by the book, written here
/// and not taken from anybody, and a ledger of all that it was told. Failures are gtest's.
class SimulatedClient {
  public:
    SimulatedClient(std::string comp_id, FakeNetwork& network, std::uint64_t seed)
        : comp_id_(std::move(comp_id)), network_(network), random_(seed) {}

    /// Takes what came, and answers. All that it took, as it came.
    std::string read();

    /// Does what is due in its session: logs on, shows that it lives.
    void tend();

    /// Asks the venue for something, if it is logged on.
    void ask();

    /// The connection breaks; what was on its way is lost.
    void lose_connection();

    /// In words; "" if it is logged on and every request is answered.
    [[nodiscard]] std::string what_it_waits_for() const;

    [[nodiscard]] const ClientLedger& ledger() const { return ledger_; }

  private:
    static constexpr transport::ConnectionId no_connection = 0;

    void log_on();
    void take(const std::string& frame);
    void take_in_turn(const std::string& frame, const std::string& type);
    void take_logon(const std::string& frame);
    void expect_same_content(std::uint32_t sequence, const std::string& frame);
    void ask_again_for_missing(std::uint32_t seen);
    void send_again(std::uint32_t begin);
    void send(const std::string& type, const std::string& body);
    void write(const std::string& type, std::uint32_t sequence, const std::string& body,
               const std::string& header = "");
    void hang_up();

    [[nodiscard]] std::string new_id() { return comp_id_ + std::to_string(++ids_); }

    std::string comp_id_;
    FakeNetwork& network_;
    engine::Random random_;
    ClientLedger ledger_;
    transport::ConnectionId connection_ = no_connection;
    std::string unread_; ///< the beginning of a frame
    bool is_logged_on_ = false;
    bool is_resetting_ = false; ///< until the Logon is answered
    std::uint32_t next_out_ = 1;
    std::uint32_t next_in_ = 1;
    std::uint32_t seen_ = 0;                    ///< the highest number that came too early
    std::uint32_t missing_until_ = 0;           ///< what was asked for again
    std::map<std::uint32_t, std::string> sent_; ///< what is not of the session: type and body
    std::map<std::uint32_t, std::string> had_;  ///< likewise
    std::uint64_t ids_ = 0;
    std::int64_t connected_ns_ = 0;
    std::int64_t sent_ns_ = 0;
};

} // namespace pinion::test
