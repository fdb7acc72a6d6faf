#pragma once

#include "fix-gateway/session/sequence_store.h"

#include <cstddef>
#include <memory>
#include <string>

/// The FIX session layer: QuickFIX's Session, driven from our own thread over our own transport and
/// store. This header names nothing of QuickFIX, which is valid C++14 only, so that C++20 code may
/// include it.
// NOLINTBEGIN(modernize-concat-nested-namespaces, modernize-use-nodiscard): not in C++14
namespace pinion {
namespace fix {

/// A data dictionary, read once and shared by sessions.
class FixDictionary {
  public:
    /// Reads QuickFIX's XML format. Throws std::runtime_error if it is not that.
    explicit FixDictionary(const std::string& xml);
    ~FixDictionary();
    FixDictionary(const FixDictionary&) = delete;
    FixDictionary& operator=(const FixDictionary&) = delete;

    struct Content;

    const std::shared_ptr<Content>& content() const { return content_; }

  private:
    std::shared_ptr<Content> content_;
};

struct FixSessionOptions {
    std::string sender_comp_id; ///< ours
    std::string target_comp_id; ///< the client's
    int sending_time_digits = 3;
    bool reset_on_logon = false;
    int sending_time_tolerance_s = 120;
    int heartbeat_min_s = 1; ///< a Logon whose HeartBtInt is outside is refused
    int heartbeat_max_s = 3600;
};

/// What the owner says of an application message.
enum class MessageVerdict {
    accepted,
    field_missing,    ///< becomes 380=5
    value_incorrect,  ///< becomes 373=5
    format_incorrect, ///< becomes 373=6
    type_unsupported, ///< becomes 380=3
};

struct MessageAnswer {
    MessageVerdict verdict;
    int tag; ///< the field that is wrong
};

/// What a session tells its owner; called from inside FixSession's functions.
class FixSessionHandler {
  public:
    virtual ~FixSessionHandler() = default;

    /// Bytes to send to the client.
    virtual void on_send(const char* bytes, std::size_t length) = 0;

    /// The session wants the connection closed; it may still be on the call stack.
    virtual void on_disconnect() = 0;

    virtual void on_logon(bool cancel_on_disconnect) = 0;
    virtual void on_logout() = 0; ///< also when a logged-on session loses its connection

    /// An application message in its turn: the bytes as received, or written anew if it waited
    /// for a gap to be filled. The inbound sequence number advances after the return.
    virtual MessageAnswer on_message(const char* bytes, std::size_t length) = 0;

    virtual void on_event(const std::string& text) = 0; ///< for the log
};

/// One configured session, for as long as the gateway runs. It ends by its own logout, by
/// `disconnect`, or never: there is no session schedule.
///
/// Thread safety: none; all sessions of a process are used by one thread. Errors: the constructor
/// throws std::runtime_error; nothing else does.
class FixSession {
  public:
    /// The dictionary's content is shared; store and handler must outlive the session.
    FixSession(const FixSessionOptions& options, const FixDictionary& dictionary,
               SequenceStore& store, FixSessionHandler& handler);
    ~FixSession();
    FixSession(const FixSession&) = delete;
    FixSession& operator=(const FixSession&) = delete;

    /// A connection now carries the session.
    void attach();

    /// One whole frame with right length and checksum. False if it is garbled nevertheless: it had
    /// no effect.
    bool receive(const char* bytes, std::size_t length);

    /// Heartbeats, test requests and timeouts; call it every 100 ms.
    void tick();

    /// The connection is gone, or has to go.
    void disconnect();

    /// Sends a Logout with `reason` if logged on; refuses logons from now on.
    void log_out(const std::string& reason);

    /// The owner sent a message past the session: no heartbeat is due for a while.
    void note_sent();

    /// The client may have sent something that nobody has read: it is not silent.
    void note_received();

    bool is_logged_on() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace fix
} // namespace pinion

// NOLINTEND(modernize-concat-nested-namespaces, modernize-use-nodiscard)
