#pragma once

#include "fix-gateway/session/fix_session.h"

#include <quickfix/Application.h>
#include <quickfix/Log.h>
#include <quickfix/Responder.h>

#include <string>

namespace pinion {
namespace fix {

/// All that QuickFIX calls back, led to the session's handler.
class QuickfixApplication : public FIX::Application, public FIX::Responder {
  public:
    QuickfixApplication(const FixSessionOptions& options, FixSessionHandler& handler)
        : options_(options), handler_(handler) {}

    /// While `message` is processed its bytes are known: they need not be written anew.
    void set_current(const FIX::Message* message, const std::string* bytes) {
        current_ = message;
        current_bytes_ = bytes;
    }

    void onCreate(const FIX::SessionID&) override {}

    void onLogon(const FIX::SessionID&) override { handler_.on_logon(cancel_on_disconnect_); }

    void onLogout(const FIX::SessionID&) override { handler_.on_logout(); }

    void toAdmin(FIX::Message&, const FIX::SessionID&) override {}

    void toApp(FIX::Message&, const FIX::SessionID&) throw(FIX::DoNotSend) override {}

    void fromAdmin(const FIX::Message& message,
                   const FIX::SessionID&) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                                FIX::IncorrectTagValue, FIX::RejectLogon) override;
    void fromApp(const FIX::Message& message,
                 const FIX::SessionID&) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                              FIX::IncorrectTagValue,
                                              FIX::UnsupportedMessageType) override;

    bool send(const std::string& bytes) override {
        handler_.on_send(bytes.data(), bytes.size());
        return true;
    }

    void disconnect() override { handler_.on_disconnect(); }

  private:
    const FixSessionOptions& options_;
    FixSessionHandler& handler_;
    const FIX::Message* current_ = nullptr;
    const std::string* current_bytes_ = nullptr;
    bool cancel_on_disconnect_ = false;
};

/// Session events for the log; frames are not logged here.
class QuickfixLog : public FIX::Log {
  public:
    explicit QuickfixLog(FixSessionHandler& handler) : handler_(handler) {}

    void clear() override {}

    void backup() override {}

    void onIncoming(const std::string&) override {}

    void onOutgoing(const std::string&) override {}

    void onEvent(const std::string& text) override { handler_.on_event(text); }

  private:
    FixSessionHandler& handler_;
};

class QuickfixLogFactory : public FIX::LogFactory {
  public:
    explicit QuickfixLogFactory(FixSessionHandler& handler) : handler_(handler) {}

    FIX::Log* create() override { return new QuickfixLog(handler_); }

    FIX::Log* create(const FIX::SessionID&) override { return new QuickfixLog(handler_); }

    void destroy(FIX::Log* log) override { delete log; }

  private:
    FixSessionHandler& handler_;
};

} // namespace fix
} // namespace pinion
