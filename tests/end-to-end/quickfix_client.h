#pragma once

// Valid as C++14 and C++20: QuickFIX's headers compile only as the former, the tests that use this
// as the latter.

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace pinion {
namespace test {

/// A FIX message as its fields, header included; the last value of a repeated tag wins.
using FixFields = std::map<int, std::string>;

/// A FIX 4.4 client that this project did not write: Debian's QuickFIX, as an initiator with a file
/// store, so that it keeps its sequence numbers over `stop` and `start`.
///
/// Thread safety: used by one thread; QuickFIX receives on its own.
/// Errors: `start` throws std::runtime_error when QuickFIX refuses its settings.
class QuickFixClient {
  public:
    struct Options {
        std::string host;
        int port = 0;
        std::string sender_comp_id;
        std::string target_comp_id;
        std::string directory; ///< for QuickFIX's store
        std::string
            dictionary; ///< path of the data dictionary; messages that it refuses fail the test
        int heartbeat_s = 5;
        std::vector<std::pair<int, std::string>> logon_fields; ///< besides those that are due
        std::string wire_log; ///< file to which each message is appended, if it has a name
    };

    explicit QuickFixClient(Options options);
    ~QuickFixClient();
    QuickFixClient(const QuickFixClient&) = delete;
    QuickFixClient& operator=(const QuickFixClient&) = delete;

    /// Connects and logs on, now and whenever the connection is lost.
    void start();

    /// Logs out and disconnects.
    void stop();

    /// Disconnects without a Logout, as a crashed client would.
    void drop();

    bool wait_for_logon(std::chrono::milliseconds timeout);
    bool wait_for_logout(std::chrono::milliseconds timeout);

    /// Sends a message of that type with these body fields, in this order. False when there is no
    /// session to take it.
    bool send(const std::string& msg_type, const std::vector<std::pair<int, std::string>>& fields);

    /// Takes the oldest application message (or session-level Reject) not yet taken; an empty map
    /// after the timeout.
    FixFields next_message(std::chrono::milliseconds timeout);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace test
} // namespace pinion
