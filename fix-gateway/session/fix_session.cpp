#include "fix-gateway/session/fix_session.h"

#include "fix-gateway/session/number_guard.h"
#include "fix-gateway/session/quickfix_application.h"
#include "fix-gateway/session/quickfix_store.h"

#include <quickfix/Session.h>

#include <sstream>
#include <stdexcept>
#include <utility>

namespace pinion {
namespace fix {

namespace {

/// A schedule that QuickFIX never finds to be over, at midnight neither: it runs from noon to one
/// nanosecond before noon, so that every instant is inside, and two instants belong to the same
/// period if the second is less than a day after the first. The store always says that the session
/// was created an hour from now.
FIX::TimeRange never_ends() {
    constexpr int nanoseconds = 9;
    return {FIX::UtcTimeOnly(12, 0, 0, 0, nanoseconds),
            FIX::UtcTimeOnly(11, 59, 59, 999999999, nanoseconds)};
}

} // namespace

struct FixDictionary::Content {
    FIX::DataDictionary dictionary;
    FIX::DataDictionaryProvider provider;

    explicit Content(std::istream& xml) : dictionary(xml) {
        provider.addTransportDataDictionary(FIX::BeginString(FIX::BeginString_FIX44),
                                            std::make_shared<FIX::DataDictionary>(dictionary));
    }
};

FixDictionary::FixDictionary(const std::string& xml) {
    std::istringstream stream(xml);
    content_ = std::make_shared<Content>(stream);
}

FixDictionary::~FixDictionary() = default;

struct FixSession::State {
    FixSessionOptions options;
    std::shared_ptr<FixDictionary::Content> dictionary;
    FixSessionHandler& handler;
    QuickfixApplication application;
    QuickfixStoreFactory stores;
    QuickfixLogFactory logs;
    FIX::Session session;
    std::string frame;
    bool has_sent = false;

    State(FixSessionOptions session_options, std::shared_ptr<FixDictionary::Content> content,
          SequenceStore& store, FixSessionHandler& session_handler)
        : options(std::move(session_options)), dictionary(std::move(content)),
          handler(session_handler), application(options, handler), stores(store), logs(handler),
          session(application, stores,
                  FIX::SessionID(FIX::BeginString_FIX44, options.sender_comp_id,
                                 options.target_comp_id),
                  dictionary->provider, never_ends(), 0, &logs) {
        session.setResetOnLogon(options.reset_on_logon);
        session.setTimestampPrecision(options.sending_time_digits);
        session.setMaxLatency(options.sending_time_tolerance_s);
    }

    /// QuickFIX throws where it wants control to flow, also out of its public functions.
    template <class Step>
    bool guarded(Step step) {
        try {
            step();
            return true;
        } catch (const FIX::InvalidMessage&) {
            handler.on_event("garbled message dropped"); // its text may hold a secret
            return false;
        } catch (const std::exception& error) {
            handler.on_event(error.what());
            return false;
        }
    }

    /// What was sent past the session counts as sent before it looks at its clock.
    void apply_sent() {
        if (has_sent)
            static_cast<FIX::SessionState*>(session.getLog())->lastSentTime(FIX::UtcTimeStamp());
        has_sent = false;
    }
};

FixSession::FixSession(const FixSessionOptions& options, const FixDictionary& dictionary,
                       SequenceStore& store, FixSessionHandler& handler)
    : state_(new State(options, dictionary.content(), store, handler)) {}

FixSession::~FixSession() = default;

void FixSession::attach() { state_->session.setResponder(&state_->application); }

bool FixSession::receive(const char* bytes, std::size_t length) {
    const bool is_whole = state_->guarded([&] {
        constexpr bool check_sum_again = false;
        state_->frame.assign(bytes, length);
        if (!guard_numbers(state_->frame, state_->dictionary->dictionary))
            throw FIX::InvalidMessage("a tag is not a number");
        const FIX::Message message(state_->frame, state_->dictionary->dictionary, check_sum_again);
        state_->application.set_current(&message, &state_->frame);
        state_->apply_sent();
        state_->session.next(message, FIX::UtcTimeStamp());
    });
    state_->application.set_current(nullptr, nullptr);
    return is_whole;
}

void FixSession::tick() {
    state_->guarded([&] {
        state_->apply_sent();
        state_->session.next();
    });
}

void FixSession::disconnect() {
    state_->guarded([&] { state_->session.disconnect(); });
}

void FixSession::log_out(const std::string& reason) {
    state_->session.logout(reason);
    tick();
}

void FixSession::note_sent() { state_->has_sent = true; }

void FixSession::note_received() {
    static_cast<FIX::SessionState*>(state_->session.getLog())
        ->lastReceivedTime(FIX::UtcTimeStamp());
}

bool FixSession::is_logged_on() const { return state_->session.isLoggedOn(); }

} // namespace fix
} // namespace pinion
